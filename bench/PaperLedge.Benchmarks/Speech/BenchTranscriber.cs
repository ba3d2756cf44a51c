using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>The built-in engine with one model, given whole recordings.</summary>
internal sealed class BenchTranscriber : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly OnnxTranscriber _transcriber;

    public BenchTranscriber(WhisperOptions options)
    {
        var resolver = new ModelResolver(options, _http, TimeProvider.System, NullLogger<ModelResolver>.Instance);
        _transcriber = new(options, resolver, TimeProvider.System, NullLogger<OnnxTranscriber>.Instance);
    }

    /// <param name="samples">16 kHz, −1 to 1.</param>
    public async Task<IReadOnlyList<Segment>> ReadAsync(float[] samples, TranscriptionOptions? options = null) =>
        await _transcriber.TranscribeAsync(BenchAudio.StreamAsync(samples), options ?? new()).ToListAsync();

    public void Dispose()
    {
        _transcriber.Dispose();
        _http.Dispose();
    }
}
