using System.Text.Json;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Last step of a transcription: when all pieces are done, their texts are joined, stored and published.</summary>
/// <remarks>It may run at any time and any number of times, on several workers at once: the result is the same.</remarks>
public sealed class TranscriptAssembly(
    LedgerStore ledger,
    WorkStore store,
    WorkFiles files,
    WorkQueue queue,
    PlanReader plans,
    SegmentStore segments,
    MediaStore media,
    ITranscriber transcriber,
    Publisher publisher,
    TimeProvider time,
    ILogger<TranscriptAssembly> logger)
{
    /// <summary>Publishes a revision if its transcript and audio are complete, and deletes the files and rows of the work.</summary>
    /// <returns>False if they are not complete.</returns>
    public async Task<bool> TryPublishAsync(Episode episode, Revision revision, CancellationToken cancellationToken)
    {
        var slug = episode.Slug;
        if (!await HasTranscriptAsync(slug, revision, cancellationToken) || !await HasAudioAsync(episode, cancellationToken))
        {
            return false;
        }

        await publisher.PublishAsync(slug, revision, cancellationToken);
        // Rows first: Tidy finds leftovers by their files.
        await store.DeleteAsync(slug, revision, cancellationToken);
        await files.DeleteAsync(slug, revision, cancellationToken);
        return true;
    }

    /// <returns>False if the segments are not all stored.</returns>
    public async Task<bool> HasTranscriptAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken) =>
        await segments.FindAsync(slug, revision, cancellationToken) is not null;

    /// <returns>False if a file must be made for listeners, and is not stored.</returns>
    public async Task<bool> HasAudioAsync(Episode episode, CancellationToken cancellationToken) =>
        EncodedAudio.Of(episode) is not { } encoded
        || await media.FindLengthAsync(episode.Slug, encoded, cancellationToken) is not null;

    /// <summary>Completes the transcript if every piece is done, and publishes it if the audio is complete too.</summary>
    public async Task CompleteAsync(Episode episode, Revision revision, CancellationToken cancellationToken)
    {
        var slug = episode.Slug;
        var work = await store.ReadAsync(slug, revision, cancellationToken);
        // All pieces but the last end here, without reading the plan again.
        if (work.IsTranscribed
            && !await HasTranscriptAsync(slug, revision, cancellationToken)
            && await plans.ReadAsync(slug, revision, episode.Upload!, cancellationToken) is var (name, plan)
            && await ReadAsync(slug, revision, work, name, plan, cancellationToken) is var (texts, finished))
        {
            var windows = plan.Pieces.SelectMany(piece => piece.Windows).ToList();
            var joined = transcriber.Join(windows, texts, plan.Sounds);
            var language = plan.Options.Language ?? (texts.Count > 0 ? texts[0].Language : plan.Options.HeardLanguage);
            var head = new TranscriptHead(name, language, plan.Options.Translate, plan.Transcriber, finished);
            await segments.WriteAsync(slug, revision, head, joined, cancellationToken);
            EpisodeLog.Joined(logger, slug.Value, plan.Duration, plan.Pieces.Count, joined.Count);
            // A revision that was replaced meanwhile may have been cleaned up before these rows were written.
            await ledger.ChangeEpisodeAsync(
                slug,
                now => now.Wants(revision) || now.Published?.Revision == revision || now.Leftovers.Contains(revision)
                    ? null
                    : now.LeaveRowsOf(revision),
                cancellationToken);
        }

        await TryPublishAsync(episode, revision, cancellationToken);
    }

    // Returns null if a piece is not done yet, or must be done again.
    private async Task<(IReadOnlyList<WindowText> Texts, DateTimeOffset Finished)?> ReadAsync(
        EpisodeSlug slug, Revision revision, EpisodeWork work, string name, EpisodePlan plan, CancellationToken cancellationToken)
    {
        var states = Enumerable.Range(0, plan.Pieces.Count).Select(piece => work.Pieces.GetValueOrDefault(piece)).ToList();
        if (!states.TrueForAll(state => state is { Finished: not null, Result: not null } && state.Plan == name))
        {
            return null;
        }

        var texts = new List<WindowText>();
        foreach (var (number, state) in states.Index())
        {
            try
            {
                var read = await files.ReadTextsAsync(slug, revision, state!.Result!, cancellationToken);
                texts.AddRange(Enumerable.Range(0, plan.Pieces[number].Windows.Count).Select(window => read[window]));
            }
            catch (Exception exception) when (exception is WorkFileException or JsonException or KeyNotFoundException)
            {
                await RepeatAsync(new(slug, revision, number), exception, cancellationToken);
                return null;
            }
        }

        return (texts, states.Max(state => state!.Finished) ?? time.GetUtcNow());
    }

    private async Task RepeatAsync(WorkItem item, Exception reason, CancellationToken cancellationToken)
    {
        // Another worker may have published meanwhile, and deleted the files.
        if (await HasTranscriptAsync(item.Slug, item.Revision, cancellationToken)
            || await store.FindAsync(item, cancellationToken) is not { Value.Finished: not null } stored)
        {
            return;
        }

        EpisodeLog.TranscribesAgain(logger, item.Slug.Value, item.Piece!.Value, reason.Message);
        var now = time.GetUtcNow();
        var reset = stored.Value with
        {
            Finished = null,
            Result = null,
            Position = TimeSpan.Zero,
            Words = 0,
            LeaseUntil = now,
            LastSeen = now,
        };
        if (await store.WriteAsync(item, reset, stored.ETag, cancellationToken) is not null)
        {
            await queue.SendAsync(item, delay: null, cancellationToken);
        }
    }
}
