using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Cli.Speech;

internal static class SpeechEngine
{
    public const string Model = $"{WhisperOptions.Section}__{nameof(WhisperOptions.Model)}";
    private const string CacheDirectory = $"{WhisperOptions.Section}__{nameof(WhisperOptions.CacheDirectory)}";
    private const string DownloadBaseUrl = $"{WhisperOptions.Section}__{nameof(WhisperOptions.DownloadBaseUrl)}";

    /// <summary>Reads environment variables alone, for commands without the app and its settings file.</summary>
    /// <param name="model">Takes precedence over the variable, if it is not null.</param>
    /// <exception cref="CommandException">The download address is invalid.</exception>
    public static WhisperOptions Options(string? model) => Options(
        name => name == Model && model is not null
            ? model
            : Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        _ => Environment.CurrentDirectory);

    /// <param name="setting">Returns a setting by its name; null if it is not set.</param>
    /// <param name="folderOf">Returns the folder at which a setting's relative path starts.</param>
    /// <exception cref="CommandException">The download address is invalid.</exception>
    public static WhisperOptions Options(Func<string, string?> setting, Func<string, string> folderOf)
    {
        // Every other option comes from its variable just as in the app.
        var options = Variables().GetSection(WhisperOptions.Section).Get<WhisperOptions>() ?? new();
        var model = setting(Model) ?? options.Model;
        return options with
        {
            // Absolute paths, since the app runs in another folder than this program.
            Model = ModelResolver.IsPath(model) ? Path.GetFullPath(model, folderOf(Model)) : model,
            CacheDirectory = Path.GetFullPath(setting(CacheDirectory) ?? options.Cache, folderOf(CacheDirectory)),
            DownloadBaseUrl = setting(DownloadBaseUrl) is { } address ? AddressOf(address) : options.DownloadBaseUrl,
        };
    }

    // Returns variables that make the app use the prepared model.
    public static IReadOnlyDictionary<string, string?> Variables(WhisperOptions options) => new Dictionary<string, string?>
    {
        [Model] = options.Model,
        [CacheDirectory] = options.CacheDirectory,
    };

    public static ModelResolver Resolver(WhisperOptions options, HttpClient http) =>
        new(options, http, TimeProvider.System, NullLogger<ModelResolver>.Instance);

    public static ITranscriber Transcriber(WhisperOptions options, ModelResolver resolver) =>
        SpeechEngines.Create(
            options,
            resolver,
            TimeProvider.System,
            new StandardErrorLog(Variables().GetValue("Logging:LogLevel:Default", LogLevel.None)));

    private static IConfigurationRoot Variables() => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandException($"{DownloadBaseUrl} is '{text}', which is not an http or https address.");
}
