using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech;

/// <summary>Finds the models that lie on this machine; a test that would download one fails.</summary>
internal static class OfflineModels
{
    private static readonly Lazy<OnnxTranscriber> s_builtIn = new(() => Transcriber(new()));

    /// <summary>The built-in model with the settings at their defaults, loaded once for all tests.</summary>
    public static OnnxTranscriber BuiltIn => s_builtIn.Value;

    public static OnnxTranscriber Transcriber(WhisperOptions options) =>
        new(options, Resolver(options), TimeProvider.System, NullLogger<OnnxTranscriber>.Instance);

    public static ModelResolver Resolver(WhisperOptions options) =>
        new(options, new HttpClient(new NoNetwork()), TimeProvider.System, NullLogger<ModelResolver>.Instance);

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"This test may not open {request.RequestUri}.");
    }
}
