using PaperLedge.Cli.Speech;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.Speech;

namespace PaperLedge.Cli.Commands;

/// <summary>The settings in <c>local.settings.json</c> that commands need; the function app reads the file itself.</summary>
internal sealed class LocalSettings
{
    /// <summary>The connection string that stands for Azurite on its usual ports.</summary>
    public const string DevelopmentStorage = "UseDevelopmentStorage=true";

    private readonly Dictionary<string, string> _values;
    private readonly Func<string, string?> _environment;
    private readonly string _folder;

    private LocalSettings(string path, Dictionary<string, string> values, Func<string, string?> environment) =>
        (_folder, _values, _environment) = (Path.GetDirectoryName(Path.GetFullPath(path))!, values, environment);

    public string? Storage => this["AzureWebJobsStorage"];

    public string? PublicBaseUrl => this["PublicBaseUrl"];

    public int? Port => int.TryParse(this["DevHost__Port"], out var port) ? port : null;

    public string? FunctionKey => this["DevHost__FunctionKey"];

    public bool IsDevelopmentStorage => Storage?.Trim().TrimEnd(';').Equals(DevelopmentStorage, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The speech model and its source; a relative path in the file starts at the file.</summary>
    /// <exception cref="CommandException">The download address is invalid.</exception>
    public WhisperOptions Whisper => SpeechEngine.Options(name => this[name], FolderOf);

    // Settings of the development host, with defaults that continue work within a minute after a crash.
    public IReadOnlyDictionary<string, string?> DevHostVariables => new Dictionary<string, string?>
    {
        ["DevHost__MessageLease"] = this["DevHost__MessageLease"] ?? "00:00:15",
        ["DevHost__MaxWorkerDeaths"] = this["DevHost__MaxWorkerDeaths"] ?? "100",
    };

    /// <summary>Returns a setting by its variable's name; null if it is unset or empty.</summary>
    /// <remarks>Environment variables take precedence, as in the app.</remarks>
    public string? this[string name] =>
        IsVariable(name) ? _environment(name) : _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <param name="path">A file that is missing has no settings.</param>
    /// <exception cref="CommandException">The file is not a settings file.</exception>
    public static LocalSettings Read(string path, Func<string, string?> environment)
    {
        try
        {
            return new LocalSettings(path, LocalSettingsFile.Read(path), environment);
        }
        catch (StartException exception)
        {
            throw new CommandException($"{exception.Message} Correct it, or remove it to start again from the sample.", exception);
        }
    }

    /// <summary>Reads the settings of this machine, if there are any.</summary>
    /// <exception cref="CommandException">The file is not a settings file.</exception>
    public static LocalSettings ReadHere() => Read(Repository.Settings, Environment.GetEnvironmentVariable);

    public bool IsVariable(string name) => _environment(name) is { Length: > 0 };

    private string FolderOf(string name) => IsVariable(name) ? Environment.CurrentDirectory : _folder;
}
