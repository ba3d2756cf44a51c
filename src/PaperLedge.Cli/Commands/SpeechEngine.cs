using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Whisper;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Cli.Commands;

/// <summary>The engine as the function app has it, with the same variables, for commands that do without the app.</summary>
internal static class SpeechEngine
{
    public static WhisperOptions Options(string? model)
    {
        var options = new WhisperOptions();
        return options with
        {
            Model = model ?? Variable(nameof(options.Model)) ?? options.Model,
            CacheDirectory = Variable(nameof(options.CacheDirectory)) ?? options.Cache,
        };
    }

    public static ModelResolver Resolver(WhisperOptions options, HttpClient http) =>
        new(options, http, TimeProvider.System, NullLogger<ModelResolver>.Instance);

    public static OnnxTranscriber Transcriber(WhisperOptions options, ModelResolver resolver) =>
        new(options, resolver, TimeProvider.System, NullLogger<OnnxTranscriber>.Instance);

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable($"{WhisperOptions.Section}__{name}") is { Length: > 0 } value ? value : null;
}
