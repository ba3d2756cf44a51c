using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// The third step: what listeners have is changed, in one transaction, after everything that it points to is in place. It may
/// run at any time and any number of times; with nothing new it changes nothing.
/// </summary>
public sealed class Publication(
    LedgerStore ledger,
    ChunkStore chunks,
    SegmentStore segments,
    TranscriptReader transcriptReader,
    Inbox inbox,
    CaptionsReader captionsReader,
    MediaStore media,
    TranscriptStore transcripts,
    Announcing announcing,
    TimeProvider time,
    ILogger<Publication> logger)
{
    /// <summary>Publishes a revision if it is still wanted and its transcript is whole.</summary>
    public async Task PublishAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value: { Upload: { } upload, Audio: { } audio } } stored
                || !stored.Value.Wants(revision)
                || await chunks.FindAsync(slug, revision, Transcription.OnlyChunk, cancellationToken) is not { Value.Finished: not null } chunk)
            {
                EpisodeLog.Superseded(logger, slug.Value, revision.Value);
                return;
            }

            // Sidecar and captions are read after the row: what is uploaded later changes the row, and the write below is refused.
            var show = (await ledger.GetShowAsync(cancellationToken)).Value.Settings;
            var (sidecar, problems, sidecarETag) = await ReadSidecarAsync(slug, audio.Duration, cancellationToken);
            var captions = await captionsReader.ReadAsync(slug, audio.Duration, show.Narrator, stored.Value.CorrectionOf(revision), cancellationToken);
            IReadOnlyList<string> warnings = [.. problems, .. captions.Warnings];
            var episode = stored.Value with { SidecarETag = sidecarETag, CaptionsETag = captions.Version };
            var merged = MetadataMerger.Merge(slug, sidecar, audio.Tags, show, episode.FirstSeen);
            var metadata = MetadataMerger.Keep(merged, sidecar, episode.Published?.Metadata);
            if (DueDate(episode, sidecar, metadata) is { } due && due > time.GetUtcNow())
            {
                if (await ScheduleAsync(stored, episode.Schedule(due, warnings), due, cancellationToken))
                {
                    return;
                }

                continue;
            }

            if (captions.NewSegments.Count > 0 && stored.Value.PendingCorrection != captions.Correction!.Tag)
            {
                // Said before the rows are written, so that Sweeping knows of them; then all is looked at again.
                await ledger.ReplaceEpisodeAsync(stored.Value.Prepare(captions.Correction), stored.ETag, cancellationToken);
                continue;
            }

            if (!await media.CopyAsync(upload, slug, revision, audio, cancellationToken))
            {
                // Overwritten or deleted since: its own event, or Tidy, goes on from there.
                EpisodeLog.Superseded(logger, slug.Value, revision.Value);
                return;
            }

            var enclosure = new Enclosure(revision, audio.Extension, upload.Length, audio.MediaType, audio.Duration);
            var published = new PublishedEpisode(slug, episode.Guid, metadata, enclosure, chunk.Value.Transcriber, time.GetUtcNow())
            {
                Correction = captions.Correction,
            };
            if (captions.NewSegments.Count > 0)
            {
                var corrected = await transcriptReader.NameLanguagesAsync(slug, revision, chunk.Value, metadata, captions.NewSegments, cancellationToken);
                await segments.WriteCorrectionAsync(slug, revision, captions.Correction!.Tag, corrected, cancellationToken);
            }

            var transcript = await transcriptReader.ReadAsync(published, chunk.Value, show, cancellationToken);
            var tag = await RenderAsync(slug, revision, transcript, cancellationToken);
            if (await WriteAsync(stored, episode.Publish(published, tag, warnings, chunk.Value.Attempt > 1), cancellationToken))
            {
                return;
            }
        }

        throw Contention.TooMuch(slug);
    }

    private async Task<bool> WriteAsync(Stored<Episode> before, Episode after, CancellationToken cancellationToken)
    {
        if (Same(before.Value, after))
        {
            return SameStatus(before.Value, after) || await ledger.ReplaceEpisodeAsync(
                after with { Published = before.Value.Published }, before.ETag, cancellationToken);
        }

        if (!await ledger.PublishAsync(before, after, time.GetUtcNow(), cancellationToken))
        {
            return false;
        }

        EpisodeLog.Published(logger, after.Slug.Value, after.Published!.Enclosure.Revision.Value);
        Warn(after);
        await announcing.ChangedAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// When an episode that is not out yet may be. One that waits for its date goes on waiting while its sidecar's date is
    /// unreadable: out too late can be mended, out too early cannot.
    /// </summary>
    private static DateTimeOffset? DueDate(Episode episode, Sidecar sidecar, EpisodeMetadata metadata)
    {
        var isDoubtful = !sidecar.IsReadable || sidecar.HasWrongDate;
        return episode.Published is not null ? null
            : isDoubtful && episode.Status == EpisodeStatus.Scheduled ? episode.Due
            : metadata.Published;
    }

    private async Task<bool> ScheduleAsync(Stored<Episode> before, Episode after, DateTimeOffset date, CancellationToken cancellationToken)
    {
        if (SameStatus(before.Value, after))
        {
            return true;
        }

        if (!await ledger.ReplaceEpisodeAsync(after, before.ETag, cancellationToken))
        {
            return false;
        }

        EpisodeLog.Scheduled(logger, after.Slug.Value, date);
        Warn(after);
        return true;
    }

    /// <summary>True if listeners would notice nothing.</summary>
    private static bool Same(Episode before, Episode after) =>
        before.TranscriptTag == after.TranscriptTag
        && before.Published is { } published
        && published == after.Published! with { Updated = published.Updated };

    private static bool SameStatus(Episode before, Episode after) =>
        before.Status == after.Status
        && before.Due == after.Due
        && before.SidecarETag == after.SidecarETag
        && before.CaptionsETag == after.CaptionsETag
        && before.PendingCorrection == after.PendingCorrection
        && before.Problem == after.Problem
        && before.Warnings.SequenceEqual(after.Warnings);

    private void Warn(Episode episode)
    {
        foreach (var warning in episode.Warnings)
        {
            EpisodeLog.Warned(logger, episode.Slug.Value, warning);
        }
    }

    private async Task<(Sidecar Sidecar, IReadOnlyList<string> Warnings, string? ETag)> ReadSidecarAsync(
        EpisodeSlug slug, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (await inbox.ReadSidecarAsync(slug, cancellationToken) is not { } file)
        {
            return (Sidecar.Empty, [], null);
        }

        var name = UploadName.SidecarOf(slug);
        var (sidecar, problems) = SidecarReader.Read(file.Json, name);
        var (details, late) = sidecar.Details.Within(duration, name);
        return (sidecar with { Details = details }, [.. problems, .. late], file.ETag);
    }

    /// <returns>The tag under which every format is now stored.</returns>
    private async Task<string> RenderAsync(EpisodeSlug slug, Revision revision, Transcript transcript, CancellationToken cancellationToken)
    {
        var rendered = TranscriptFormat.All.Select(format => (Format: format, Content: TranscriptRenderer.Render(transcript, format))).ToList();
        var tag = RenderingTag.Of(rendered.Select(rendering => rendering.Content));
        foreach (var (format, content) in rendered)
        {
            await transcripts.WriteAsync(slug, revision, tag, format, content, cancellationToken);
        }

        return tag;
    }
}
