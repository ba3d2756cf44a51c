using PaperLedge.Cli.Speech;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.Whisper;

namespace PaperLedge.Cli.Commands;

/// <summary>What the commands have to know of <c>local.settings.json</c>; the function app reads all of it itself.</summary>
internal sealed class LocalSettings
{
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";

    private readonly Dictionary<string, string> _values;
    private readonly Func<string, string?> _environment;
    private readonly string _folder;

    private LocalSettings(string path, Dictionary<string, string> values, Func<string, string?> environment) =>
        (_folder, _values, _environment) = (Path.GetDirectoryName(Path.GetFullPath(path))!, values, environment);

    /// <summary><c>AzureWebJobsStorage</c>.</summary>
    public string? Storage => this["AzureWebJobsStorage"];

    /// <summary>Of the function app.</summary>
    public int? Port => int.TryParse(this["DevHost__Port"], out var port) ? port : null;

    /// <summary>Null if none is set.</summary>
    public string? FunctionKey => this["DevHost__FunctionKey"];

    public bool IsDevelopmentStorage => Storage?.Trim().TrimEnd(';').Equals(DevelopmentStorage, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The speech model and where it is had from; a relative path in the file starts at the file.</summary>
    /// <exception cref="CommandException">The address to download from is none.</exception>
    public WhisperOptions Whisper => SpeechEngine.Options(name => this[name], FolderOf);

    /// <summary>Of the development host, where nothing is set: so that on a laptop work goes on within a minute after a crash.</summary>
    public IReadOnlyDictionary<string, string?> DevHostVariables => new Dictionary<string, string?>
    {
        ["DevHost__MessageLease"] = this["DevHost__MessageLease"] ?? "00:00:15",
        ["DevHost__MaxWorkerDeaths"] = this["DevHost__MaxWorkerDeaths"] ?? "100",
    };

    /// <summary>A setting by its variable's name; null if it is not set, or empty. Environment variables win, as they do in the app.</summary>
    public string? this[string name] =>
        IsVariable(name) ? _environment(name) : _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

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

    public bool IsVariable(string name) => _environment(name) is { Length: > 0 };

    private string FolderOf(string name) => IsVariable(name) ? Environment.CurrentDirectory : _folder;
}
