using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// The first step: an upload becomes a queued episode, or a status that says why not. It looks at the blob as it is now, so
/// that events which come twice, late or in another order lead to the same rows.
/// </summary>
public sealed class Registration(
    Inbox inbox,
    Examination examination,
    LedgerStore ledger,
    UploadStore uploads,
    ChunkStore chunks,
    TranscribeQueue queue,
    Publication publication,
    TimeProvider time,
    ILogger<Registration> logger)
{
    public Task RegisterAsync(string blobName, CancellationToken cancellationToken) => RegisterAsync(blobName, again: false, cancellationToken);

    /// <param name="again">Whether a version that was looked at before is looked at once more.</param>
    private async Task RegisterAsync(string blobName, bool again, CancellationToken cancellationToken)
    {
        if (await inbox.FindAsync(blobName, cancellationToken) is not { } upload)
        {
            // Deleted since: Tidy withdraws its episode.
            return;
        }

        var problem = await RegisterAsync(upload, again, cancellationToken);
        var state = problem is null ? UploadState.Accepted : UploadState.Failed;
        await uploads.WriteAsync(new UploadRecord(upload.BlobName, upload.ETag, state, problem, time.GetUtcNow()), cancellationToken);
        if (problem is not null)
        {
            EpisodeLog.Rejected(logger, upload.BlobName, problem);
        }
    }

    /// <summary>Makes a publication under way read the sidecar or the captions again, and publishes anew what is already out.</summary>
    private async Task NoticeAsync(UploadName name, Upload upload, CancellationToken cancellationToken)
    {
        EpisodeLog.Noticed(logger, upload.BlobName);
        var episode = await Contention.ChangeAsync(
            ledger,
            name.Slug,
            episode => name.IsSidecar ? episode with { SidecarETag = upload.ETag } : episode with { CaptionsETag = upload.ETag },
            cancellationToken);
        if (episode is { Status: EpisodeStatus.Published or EpisodeStatus.Scheduled, Wanted: { } revision })
        {
            await publication.PublishAsync(name.Slug, revision, cancellationToken);
        }
    }

    /// <summary>The host gave up on an upload: nothing of it will run again by itself.</summary>
    public async Task AbandonAsync(string message, CancellationToken cancellationToken)
    {
        if (PoisonMessages.Read<PoisonBlobMessage>(message) is not { BlobName: { } name, ETag: { } etag, ContainerName: StorageNames.EpisodesContainer })
        {
            EpisodeLog.Unreadable(logger, message);
            return;
        }

        const string Problem = "Registration failed several times; the log says why. When the cause is mended, upload the file again.";
        var record = new UploadRecord(name, etag.Trim('"'), UploadState.Failed, Problem, time.GetUtcNow());
        await uploads.WriteAsync(record, cancellationToken);
        EpisodeLog.Rejected(logger, name, Problem);
    }

    /// <summary>Looks at an episode's upload once more, as if it had just come.</summary>
    /// <returns>False if there is no such episode, or if it has no upload.</returns>
    public async Task<bool> RetryAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value.Upload.BlobName: { } blobName } stored)
        {
            return false;
        }

        if (stored.Value.Wanted is { } revision)
        {
            await chunks.ForgetAttemptsAsync(slug, revision, Transcription.OnlyChunk, cancellationToken);
        }

        await RegisterAsync(blobName, again: true, cancellationToken);
        return true;
    }

    /// <returns>What is wrong with the upload, or null.</returns>
    private async Task<string?> RegisterAsync(Upload upload, bool again, CancellationToken cancellationToken)
    {
        if (!UploadName.TryParse(upload.BlobName, out var name, out var problem))
        {
            return problem;
        }

        if (!name.IsAudio)
        {
            await NoticeAsync(name, upload, cancellationToken);
            return null;
        }

        for (var attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            var stored = await ledger.FindEpisodeAsync(name.Slug, cancellationToken);
            if (await OtherFileAsync(stored?.Value, upload, cancellationToken) is { } other)
            {
                return $"'{upload.BlobName}' is a second file for episode '{name.Slug}', which is made from '{other}'. " +
                    "Delete one of the two, or rename this one and upload it again.";
            }

            if (!again && stored?.Value.Upload is { } known && known.BlobName == upload.BlobName && known.ETag == upload.ETag)
            {
                await QueueAsync(stored.Value, cancellationToken);
                return stored.Value.Status == EpisodeStatus.Failed ? stored.Value.Problem : null;
            }

            var next = await examination.ExamineAsync(name.Slug, stored?.Value, upload, cancellationToken);
            if (next is null)
            {
                return null;
            }

            var won = stored is null
                ? await ledger.AddEpisodeAsync(next, cancellationToken)
                : await ledger.ReplaceEpisodeAsync(next, stored.ETag, cancellationToken);
            if (won)
            {
                await QueueAsync(next, cancellationToken);
                return next.Status == EpisodeStatus.Failed ? next.Problem : null;
            }
        }

        throw Contention.TooMuch(name.Slug);
    }

    /// <returns>The name of another upload that holds the slug and still exists.</returns>
    private async Task<string?> OtherFileAsync(Episode? episode, Upload upload, CancellationToken cancellationToken)
    {
        var holder = episode?.Upload?.BlobName;
        return holder is not null && holder != upload.BlobName && await inbox.FindAsync(holder, cancellationToken) is not null ? holder : null;
    }

    /// <summary>The message may have been sent before; a second one does no harm, a missing one would.</summary>
    private Task QueueAsync(Episode episode, CancellationToken cancellationToken) =>
        episode is { Status: EpisodeStatus.Queued, Wanted: { } revision }
            ? queue.SendAsync(episode.Slug, revision, Transcription.OnlyChunk, delay: null, cancellationToken)
            : Task.CompletedTask;
}
