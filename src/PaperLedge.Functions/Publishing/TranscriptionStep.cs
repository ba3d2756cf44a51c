using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Transcription of a piece: Whisper reads its windows, and the recognised text is stored until all pieces are done.</summary>
public sealed class TranscriptionStep(WorkFiles files, PieceAudio pieceAudio, ITranscriber transcriber, PlanReader plans)
{
    // The samples of a piece take 38 MB. Each piece in an array of its own would add those that the collector has not freed yet.
    private float[]? _spare;

    /// <returns>False if the piece cannot be used; its audio is prepared again.</returns>
    internal async Task<bool> RunAsync(WorkItem item, EpisodePlan plan, WorkLease lease, CancellationToken cancellationToken)
    {
        var (slug, revision, piece) = (item.Slug, item.Revision, plan.Pieces[item.Piece!.Value]);
        LargeArrays.Free();
        Dictionary<int, WindowText> texts;
        var samples = Interlocked.Exchange(ref _spare, null);
        samples = samples?.Length >= piece.Samples ? samples : new float[piece.Samples];
        try
        {
            texts = lease.State.Result is { } earlier ? await files.ReadTextsAsync(slug, revision, earlier, cancellationToken) : [];
            await files.ReadPieceAsync(
                slug,
                revision,
                piece,
                flac => pieceAudio.DecodeAsync(flac, samples.AsMemory(0, piece.Samples), cancellationToken),
                cancellationToken);
        }
        catch (Exception exception) when (exception is WorkFileException or AudioException { IsTransient: false })
        {
            await plans.PrepareAgainAsync(slug, revision, exception, cancellationToken);
            return false;
        }

        // A single piece found its language in its first windows: the other windows use that one.
        var options = plan.Options with { HeardLanguage = plan.Options.HeardLanguage ?? texts.Values.FirstOrDefault()?.Language };
        var known = texts.Count;
        var left = Enumerable.Range(0, piece.Windows.Count).Where(window => !texts.ContainsKey(window)).ToList();
        try
        {
            var windows = left.Select(window => Prepare(piece.Windows[window], samples)).ToAsyncEnumerable();
            var place = 0;
            await foreach (var text in transcriber.TranscribeAsync(windows, options, lease, cancellationToken))
            {
                texts.Add(left[place++], text);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && texts.Count > known)
        {
            lease.Keep(await files.WriteTextsAsync(slug, revision, texts, CancellationToken.None));
            throw;
        }

        // After a failure, a window may still be read.
        _spare = samples;
        lease.Keep(await files.WriteTextsAsync(slug, revision, texts, cancellationToken));
        return true;
    }

    /// <summary>Names a piece for messages, with its place in the audio.</summary>
    internal static string Describe(EpisodePlan plan, int piece) => string.Create(
        CultureInfo.InvariantCulture,
        $"Piece {piece + 1} of {plan.Pieces.Count}, {plan.Pieces[piece].Start:h\\:mm\\:ss} to {plan.Pieces[piece].End:h\\:mm\\:ss}");

    private static PreparedWindow Prepare(PlannedWindow window, float[] samples) =>
        new(window, samples.AsMemory((int)window.Offset, window.Length));
}
