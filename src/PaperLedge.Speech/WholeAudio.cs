using PaperLedge.Core.Transcripts;

namespace PaperLedge.Speech;

/// <summary>Transcription of a whole stream at once: planning, recognition and joining side by side in one process.</summary>
public static class WholeAudio
{
    /// <param name="pcm">16 kHz mono samples in [-1, 1], in blocks of any size; read as needed, never held whole.</param>
    /// <param name="progress">Receives, in order, how far recognition has come.</param>
    /// <returns>Segments in order; their times are monotonic.</returns>
    /// <exception cref="ModelException">The model is unusable, or does not know the language that is set.</exception>
    public static async Task<IReadOnlyList<Segment>> TranscribeWholeAsync(
        this ITranscriber transcriber,
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var planned = transcriber.Plan(pcm);
        var texts = new List<WindowText>();
        await foreach (var text in transcriber.TranscribeAsync(planned, options, progress, cancellationToken).ConfigureAwait(false))
        {
            texts.Add(text);
        }

        var segments = transcriber.Join(planned.Windows, texts, planned.Sounds);
        var words = segments.Where(segment => segment.Kind == SegmentKind.Speech).Sum(segment => WordBreaks.Of(segment.Text).Count);
        progress?.Report(new(planned.Position, words, texts.Count > 0 ? texts[0].Language : options.Language));
        return segments;
    }
}
