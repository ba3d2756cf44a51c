using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Benchmarks.Scaling;

/// <summary>Times of preparing and transcribing ten minutes of speech on this machine, as the functions do it.</summary>
/// <param name="Audio">Length of the audio.</param>
/// <param name="Preparation">Decoding, finding speech, and encoding the piece.</param>
/// <param name="Loading">Of the model.</param>
/// <param name="Transcription">Of all windows of the piece, decoding its audio included.</param>
internal sealed record PieceMeasurement(TimeSpan Audio, TimeSpan Preparation, TimeSpan Loading, TimeSpan Transcription)
{
    /// <param name="model">A name or a path.</param>
    public static async Task<PieceMeasurement> MeasureAsync(string path, string model, CancellationToken cancellationToken)
    {
        var options = new WhisperOptions { Model = model };
        using var http = new HttpClient();
        using var transcriber = new OnnxTranscriber(
            options,
            new ModelResolver(options, http, TimeProvider.System, NullLogger<ModelResolver>.Instance),
            TimeProvider.System,
            NullLogger<OnnxTranscriber>.Instance);
        var audio = new AudioOptions();
        var pieces = new PieceAudio(audio);
        // What is compiled at first use is not measured; but the model is loaded only once.
        var first = await RunAsync();
        return await RunAsync() with { Loading = first.Loading };

        async Task<PieceMeasurement> RunAsync()
        {
            var watch = Stopwatch.StartNew();
            var probe = await new AudioProbe(audio).ProbeAsync(path, Path.GetFileName(path), cancellationToken);
            var planned = transcriber.Plan(new FfmpegDecoder(audio).DecodeAsync(AudioSource.File(path), probe, cancellationToken));
            var windows = await planned.ToListAsync(cancellationToken);
            var samples = windows.SelectMany(window => window.Samples.ToArray()).ToArray();
            using var flac = new MemoryStream();
            await pieces.EncodeAsync(samples, flac, cancellationToken);
            flac.Position = 0;
            var preparation = watch.Elapsed;

            watch.Restart();
            await transcriber.LoadAsync(cancellationToken);
            var loading = watch.Elapsed;

            watch.Restart();
            await pieces.DecodeAsync(flac, new float[samples.Length], cancellationToken);
            await transcriber
                .TranscribeAsync(windows.ToAsyncEnumerable(), new TranscriptionOptions("en"), cancellationToken: cancellationToken)
                .LastAsync(cancellationToken);
            return new(planned.Position, preparation, loading, watch.Elapsed);
        }
    }
}
