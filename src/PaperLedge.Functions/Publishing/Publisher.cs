using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Publisher of transcribed episodes: it reads all inputs, decides, and changes what listeners get in one transaction.</summary>
/// <remarks>
/// Before that transaction, everything that it points to is in place. Publishing may run at any time and any number of times; without
/// anything new it changes nothing.
/// </remarks>
public sealed class Publisher(
    LedgerStore ledger,
    SegmentStore segments,
    TranscriptReader transcriptReader,
    Inbox inbox,
    CaptionsReader captionsReader,
    MediaStore media,
    TranscriptStore transcripts,
    Announcements announcements,
    TimeProvider time,
    ILogger<Publisher> logger)
{
    /// <summary>Publishes a revision if it is still wanted and its transcript is complete.</summary>
    public Task PublishAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken) => AppTraces.RunPartAsync(
        "PublishEpisode", AppTraces.TagsOf(slug, revision), () => PublishNowAsync(slug, revision, cancellationToken));

    private Task PublishNowAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken) =>
        ConditionalWrite.RepeatAsync($"Episode '{slug}'", async () =>
        {
            if (await GatherAsync(slug, revision, cancellationToken) is not var (stored, inputs))
            {
                EpisodeLog.Superseded(logger, slug.Value, revision.Value);
                return true;
            }

            switch (PublicationDecision.Of(inputs, time.GetUtcNow()))
            {
                case PublicationDecision.Wait wait:
                    var waiting = wait.Episode;
                    waiting = waiting with { ReviewKey = waiting.ReviewKey ?? RandomNumberGenerator.GetHexString(32, lowercase: true) };
                    return await WriteAsync(stored, waiting, cancellationToken);
                case PublicationDecision.MissesFile misses:
                    EpisodeLog.MissesEncoded(logger, slug.Value);
                    return await WriteAsync(stored, misses.Episode, cancellationToken);
                case PublicationDecision.Refuse refuse:
                    EpisodeLog.Failed(logger, slug.Value, refuse.Episode.Problem!);
                    AppTraces.NoteFailure(refuse.Episode.Problem!);
                    return await WriteAsync(stored, refuse.Episode, cancellationToken);
                case PublicationDecision.PrepareCorrection prepare:
                    // The row names the correction now: everything is read again.
                    await ledger.ReplaceEpisodeAsync(prepare.Episode, stored.ETag, cancellationToken);
                    return false;
                case PublicationDecision.Publish publish:
                    return await PublishAsync(stored, inputs, publish, cancellationToken);
                case var other:
                    throw new InvalidOperationException($"Publishing does not support {other.GetType().Name}.");
            }
        });

    /// <returns>A waiting episode as it would be published now; null if it does not wait.</returns>
    public async Task<EpisodePreview?> PreviewAsync(Episode episode, CancellationToken cancellationToken)
    {
        if (episode is not { Published: null, Wanted: { } revision }
            || await GatherAsync(episode.Slug, revision, cancellationToken) is not var (_, inputs)
            || PublicationDecision.Of(inputs, time.GetUtcNow()) is not PublicationDecision.Wait { Draft: var draft })
        {
            return null;
        }

        return new EpisodePreview(draft, await transcriptReader.ReadDraftAsync(draft, inputs, cancellationToken), inputs.Show);
    }

    // Returns null if the revision cannot be published.
    private async Task<(Versioned<Episode> Stored, PublicationInputs Inputs)?> GatherAsync(
        EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var stored = await ledger.FindEpisodeAsync(slug, cancellationToken);
        var head = await segments.FindAsync(slug, revision, cancellationToken);
        if (stored is null || head is null || !PublicationDecision.IsReady(stored.Value, revision, head))
        {
            return null;
        }

        // Sidecar and captions are read after the row: a later upload changes the row, and the conditional write is refused.
        var episode = stored.Value;
        var duration = episode.Audio!.Duration;
        var show = (await ledger.GetShowAsync(cancellationToken)).Value.Settings;
        var (sidecar, problems, sidecarETag) = await ReadSidecarAsync(inbox, slug, duration, cancellationToken);
        string?[] languages = [sidecar.Language, head.Language, show.Language];
        var captions = await captionsReader.ReadAsync(
            slug, duration, show.Narrator, [.. languages.OfType<string>()], episode.CorrectionOf(revision), cancellationToken);
        var inputs = await WithOwnersAsync(
            new PublicationInputs(episode, head, show, sidecar, sidecarETag, problems, captions), cancellationToken);
        return EncodedAudio.Of(episode) is { } encoded
            ? (stored, inputs with { EncodedLength = await media.FindLengthAsync(slug, encoded, cancellationToken) })
            : (stored, inputs);
    }

    private async Task<PublicationInputs> WithOwnersAsync(PublicationInputs inputs, CancellationToken cancellationToken)
    {
        var episode = inputs.Episode;
        if (episode.Published is not null)
        {
            return inputs with { WasPublished = true };
        }

        var owner = await ledger.FindByGuidAsync(episode.Guid, cancellationToken);
        var known = inputs with { GuidOwner = owner, WasPublished = owner == episode.Slug };
        return known is { HasOtherGuid: true, WasPublished: false }
            ? known with { GuidOwner = await ledger.FindByGuidAsync(known.Guid, cancellationToken) }
            : known;
    }

    /// <returns>The sidecar as it applies to audio of this length; empty if there is none.</returns>
    internal static async Task<(Sidecar Sidecar, IReadOnlyList<string> Problems, string? ETag)> ReadSidecarAsync(
        Inbox inbox, EpisodeSlug slug, TimeSpan duration, CancellationToken cancellationToken)
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

    // Returns false if another writer was faster.
    private async Task<bool> PublishAsync(
        Versioned<Episode> stored, PublicationInputs inputs, PublicationDecision.Publish publish, CancellationToken cancellationToken)
    {
        var (episode, published) = (stored.Value, publish.Published);
        var (slug, revision) = (episode.Slug, published.Revision);
        if (inputs.EncodedLength is null && !await media.CopyAsync(episode.Upload!, slug, published.Enclosure, cancellationToken))
        {
            // The upload was overwritten or deleted meanwhile: the event of that change, or Tidy, continues from there.
            EpisodeLog.Superseded(logger, slug.Value, revision.Value);
            return true;
        }

        if (inputs.Captions.NewSegments is { Count: > 0 } correction)
        {
            var corrected = await transcriptReader.NameLanguagesAsync(
                slug, revision, inputs, published.Metadata, correction, cancellationToken);
            await segments.WriteCorrectionAsync(slug, revision, published.Correction!.Tag, corrected, cancellationToken);
        }

        var transcript = await transcriptReader.ReadAsync(published, inputs.Head, inputs.Show, cancellationToken);
        var tag = await RenderAsync(slug, revision, transcript, cancellationToken);
        return await WriteAsync(stored, publish.Complete(tag), cancellationToken);
    }

    // Returns the tag under which every format is now stored: a hash of the contents, so that one name never has two contents.
    private async Task<string> RenderAsync(EpisodeSlug slug, Revision revision, Transcript transcript, CancellationToken cancellationToken)
    {
        var rendered = TranscriptFormat.All
            .Select(format => (Format: format, Content: TranscriptRenderer.Render(transcript, format)))
            .ToList();
        var tag = ShortHash.Of(SHA256.HashData([.. rendered.SelectMany(rendering => SHA256.HashData(rendering.Content))]));
        foreach (var (format, content) in rendered)
        {
            await transcripts.WriteAsync(slug, revision, tag, format, content, cancellationToken);
        }

        return tag;
    }

    // Returns false if another writer was faster.
    private async Task<bool> WriteAsync(Versioned<Episode> before, Episode after, CancellationToken cancellationToken)
    {
        switch (EpisodeChanges.Of(before.Value, after))
        {
            case EpisodeChange.None:
                return true;
            case EpisodeChange.Status:
                if (!await ledger.ReplaceEpisodeAsync(after with { Published = before.Value.Published }, before.ETag, cancellationToken))
                {
                    return false;
                }

                Report(before.Value, after);
                return true;
            default:
                if (!await ledger.PublishAsync(before, after, time.GetUtcNow(), cancellationToken))
                {
                    return false;
                }

                EpisodeLog.Published(logger, after.Slug.Value, after.Published!.Revision.Value);
                Report(before.Value, after);
                await announcements.ChangedAsync(cancellationToken);
                return true;
        }
    }

    private void Report(Episode before, Episode after)
    {
        if (after is { Status: EpisodeStatus.Scheduled, Due: { } due } && before.Due != due)
        {
            EpisodeLog.Scheduled(logger, after.Slug.Value, due);
        }

        if (after.Status == EpisodeStatus.Held && (before.Status != EpisodeStatus.Held || before.Problem != after.Problem))
        {
            EpisodeLog.Held(logger, after.Slug.Value, after.Problem ?? "It waits for its release.");
        }

        foreach (var warning in after.Warnings)
        {
            EpisodeLog.Warned(logger, after.Slug.Value, warning);
        }
    }
}

/// <summary>A waiting episode as it would be published.</summary>
public sealed record EpisodePreview(PublishedEpisode Episode, Transcript Transcript, ShowSettings Show);
