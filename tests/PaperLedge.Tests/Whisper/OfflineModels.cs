using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Whisper;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Tests.Whisper;

/// <summary>Finds the models that lie on this machine; a test that would download one fails.</summary>
internal static class OfflineModels
{
    public static ModelResolver Resolver(WhisperOptions options) =>
        new(options, new HttpClient(new NoNetwork()), TimeProvider.System, NullLogger<ModelResolver>.Instance);

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"This test may not open {request.RequestUri}.");
    }
}
