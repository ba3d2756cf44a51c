using Microsoft.Extensions.Logging;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

// It looks at the blob as it is now, so that events that come twice, late or in another order lead to the same rows.
/// <summary>Registration of uploads: makes an upload a queued episode, or records why it cannot be one.</summary>
public sealed class UploadRegistration(
    Inbox inbox,
    UploadInspector inspector,
    TranscriptionRequests requests,
    LedgerStore ledger,
    UploadStore uploads,
    TranscriptionJob transcription,
    WorkQueue queue,
    Publisher publisher,
    RowRepair repair,
    RetryPlan retries,
    TimeProvider time,
    ILogger<UploadRegistration> logger)
{
    /// <summary>Registers audio, or applies a sidecar or captions. A version that is already registered is only queued again.</summary>
    public Task RegisterAsync(string blobName, CancellationToken cancellationToken) =>
        RegisterAsync(blobName, evenIfKnown: false, cancellationToken);

    /// <summary>Registers an episode's audio again, as if it had just been uploaded.</summary>
    /// <param name="isByPerson">True if a person asks: then failures for outside causes begin to count anew.</param>
    /// <returns>False if the inbox has no file of such an episode.</returns>
    public async Task<bool> RetryAsync(EpisodeSlug slug, bool isByPerson, CancellationToken cancellationToken)
    {
        var episode = (await ledger.FindEpisodeAsync(slug, cancellationToken))?.Value;
        if (episode?.Upload is not { BlobName: { } blobName })
        {
            return await RegisterAllAsync(slug, cancellationToken);
        }

        if (episode.Status == EpisodeStatus.Failed && (episode.RetryAt is not null || isByPerson))
        {
            // The next time is noted first: a registration that fails leaves the row as it is.
            var now = time.GetUtcNow();
            await ledger.ChangeEpisodeAsync(
                slug,
                failed => failed with
                {
                    FailingSince = isByPerson ? null : failed.FailingSince,
                    RetryAt = retries.Next(isByPerson ? now : failed.FailingSince ?? now, now),
                },
                cancellationToken);
        }

        if (episode.Wanted is { } revision)
        {
            await repair.RepairWorkAsync(episode, revision, cancellationToken);
            await transcription.ForgetAttemptsAsync(slug, revision, cancellationToken);
        }

        await RegisterAsync(blobName, evenIfKnown: true, cancellationToken);
        return true;
    }

    /// <summary>Registers an upload again whose registration failed for an outside cause.</summary>
    public async Task RetryAsync(UploadRecord failed, CancellationToken cancellationToken)
    {
        // The next time is noted first: a registration that kills its process would begin again at once, for ever.
        var now = time.GetUtcNow();
        await uploads.WriteAsync(failed with { RetryAt = retries.Next(failed.FailingSince ?? now, now) }, cancellationToken);
        await RegisterAsync(failed.BlobName, cancellationToken);
    }

    /// <summary>Records an upload that the host gave up on, after its function failed too often.</summary>
    public async Task AbandonAsync(string message, CancellationToken cancellationToken)
    {
        if (PoisonMessages.Read<PoisonBlobMessage>(message) is not
            { BlobName: { } name, ETag: { } etag, ContainerName: StorageNames.EpisodesContainer })
        {
            EpisodeLog.Unreadable(logger, message);
            return;
        }

        // Each attempt notes why it failed, unless its process was killed.
        if (await uploads.FindAsync(name, cancellationToken) is not { } record || record.ETag != etag.Trim('"'))
        {
            var now = time.GetUtcNow();
            record = new UploadRecord(
                name, etag.Trim('"'), UploadState.Failed, "The process was killed each time while it registered the file.", now)
            {
                FailingSince = now, RetryAt = retries.Next(now, now),
            };
            await uploads.WriteAsync(record, cancellationToken);
        }

        EpisodeLog.Rejected(logger, name, record.Problem ?? "");
    }

    // Returns false if there are no files with the episode's name.
    private async Task<bool> RegisterAllAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var names = await inbox.ListAsync($"{slug}.", cancellationToken)
            .Select(upload => upload.BlobName)
            .Where(name => UploadName.TryParse(name, out var parsed, out _) && parsed.Slug == slug)
            .ToListAsync(cancellationToken);
        foreach (var name in names)
        {
            await RegisterAsync(name, evenIfKnown: true, cancellationToken);
        }

        return names.Count > 0;
    }

    private Task RegisterAsync(string blobName, bool evenIfKnown, CancellationToken cancellationToken) => AppTraces.RunStepAsync(
        "RegisterEpisode",
        traceParent: null,
        AppTraces.TagsOfUpload(blobName),
        () => RegisterNowAsync(blobName, evenIfKnown, cancellationToken));

    private async Task RegisterNowAsync(string blobName, bool evenIfKnown, CancellationToken cancellationToken)
    {
        var isNamed = UploadName.TryParse(blobName, out var name, out var wrongName);
        var found = isNamed ? await inbox.FindAsync(blobName, cancellationToken) : await inbox.FindListedAsync(blobName, cancellationToken);
        if (found is not { } upload)
        {
            // Deleted meanwhile: Tidy withdraws its episode.
            return;
        }

        string? problem;
        try
        {
            problem = !isNamed ? wrongName
                : name!.IsAudio ? await RegisterAudioAsync(name.Slug, upload, evenIfKnown, cancellationToken)
                : await RepublishAsync(name, upload, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await NoteAsync(upload, exception, cancellationToken);
            throw;
        }

        var state = problem is null ? UploadState.Accepted : UploadState.Failed;
        await uploads.WriteAsync(new UploadRecord(upload.BlobName, upload.ETag, state, problem, time.GetUtcNow()), cancellationToken);
        if (problem is not null)
        {
            AppTraces.NoteFailure(problem);
            EpisodeLog.Rejected(logger, upload.BlobName, problem);
        }
    }

    // The host tries again a few times, and Tidy for a day.
    private async Task NoteAsync(Upload upload, Exception exception, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = await uploads.FindAsync(upload.BlobName, cancellationToken);
        var since = before?.ETag == upload.ETag ? before.FailingSince ?? now : now;
        var problem = OutsideFailure.Explain(exception) ?? $"The registration failed: {exception.Message}";
        var record = new UploadRecord(upload.BlobName, upload.ETag, UploadState.Failed, problem, now)
        {
            FailingSince = since, RetryAt = retries.Next(since, now),
        };
        await uploads.WriteAsync(record, cancellationToken);
    }

    // Applies a sidecar or captions: a publication under way starts over, and a published episode is published again.
    private async Task<string?> RepublishAsync(UploadName name, Upload upload, CancellationToken cancellationToken)
    {
        EpisodeLog.Noticed(logger, upload.BlobName);
        var episode = await ledger.ChangeEpisodeAsync(
            name.Slug,
            episode => name.IsSidecar ? episode with { SidecarETag = upload.ETag } : episode with { CaptionsETag = upload.ETag },
            cancellationToken);
        // One that failed may have failed for its sidecar.
        if (episode is { Status: not EpisodeStatus.Queued, Wanted: { } revision })
        {
            await publisher.PublishAsync(name.Slug, revision, cancellationToken);
        }

        return await FindProblemAsync(name, upload, cancellationToken);
    }

    // Returns why the file is not used at all; smaller problems are warnings of its episode.
    private async Task<string?> FindProblemAsync(UploadName name, Upload upload, CancellationToken cancellationToken)
    {
        var maxBytes = Math.Max(SidecarReader.MaxBytes, CaptionFile.MaxBytes) + 1;
        if (await inbox.ReadAsync(upload, maxBytes, cancellationToken) is not { } content)
        {
            return null;
        }

        if (name.IsSidecar)
        {
            var (sidecar, problems) = SidecarReader.Read(content, upload.BlobName);
            return sidecar.IsReadable ? null : problems[0];
        }

        try
        {
            CaptionFile.Read(content, upload.BlobName, narrator: null, languages: []);
            return null;
        }
        catch (CaptionException exception)
        {
            return $"{upload.BlobName}: {exception.Message}";
        }
    }

    // Returns the problem with the upload, or null.
    private async Task<string?> RegisterAudioAsync(EpisodeSlug slug, Upload upload, bool evenIfKnown, CancellationToken cancellationToken)
    {
        string? problem = null;
        await ConditionalWrite.RepeatAsync($"Episode '{slug}'", async () =>
        {
            var stored = await ledger.FindEpisodeAsync(slug, cancellationToken);
            if (await FindOtherFileAsync(stored?.Value, upload, cancellationToken) is { } other)
            {
                problem = $"'{upload.BlobName}' is a second file for episode '{slug}', which is made from '{other}'. " +
                    "Delete one of the two, or rename this one and upload it again.";
                return true;
            }

            var isKnown = stored?.Value.Upload is { } known && known.BlobName == upload.BlobName && known.ETag == upload.ETag;
            var episode = isKnown && !evenIfKnown ? stored!.Value : await InspectAsync(slug, stored?.Value, upload, cancellationToken);
            if (episode is null)
            {
                return true;
            }

            var isWritten = episode == stored?.Value
                || (stored is null
                    ? await ledger.AddEpisodeAsync(episode, cancellationToken)
                    : await ledger.ReplaceEpisodeAsync(episode, stored.ETag, cancellationToken));
            if (isWritten)
            {
                problem = episode.Status == EpisodeStatus.Failed ? episode.Problem : null;
                await QueueAsync(episode, cancellationToken);
            }

            return isWritten;
        });
        return problem;
    }

    // Returns the name of another upload of the same episode that still exists, or null.
    private async Task<string?> FindOtherFileAsync(Episode? episode, Upload upload, CancellationToken cancellationToken)
    {
        var other = episode?.Upload?.BlobName;
        return other is not null && other != upload.BlobName && await inbox.FindAsync(other, cancellationToken) is not null ? other : null;
    }

    // Returns the episode made from the upload, queued or failed; null if that version of the upload is gone.
    private async Task<Episode?> InspectAsync(EpisodeSlug slug, Episode? before, Upload upload, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        before ??= new Episode(slug, EpisodeGuid.For(show.FeedGuid, slug), upload.Uploaded);
        try
        {
            if (await inspector.InspectAsync(upload, show.Settings.Encode, cancellationToken) is not { } audio)
            {
                return null;
            }

            var request = await requests.GetAsync(slug, upload, cancellationToken);
            EpisodeLog.Registered(logger, upload.BlobName, slug.Value, request.Revision.Value);
            return before.Accept(upload, request.Revision, audio, time.GetUtcNow());
        }
        catch (AudioException exception) when (!exception.IsTransient)
        {
            // A version that was overwritten meanwhile does not fail the episode.
            return await inbox.FindAsync(upload.BlobName, cancellationToken) is { } now && now.ETag == upload.ETag
                ? before.Reject(upload, exception.Message)
                : null;
        }
    }

    // The message may have been sent before. A second one does no harm; a missing one would.
    private Task QueueAsync(Episode episode, CancellationToken cancellationToken) =>
        episode is { Status: EpisodeStatus.Queued, Wanted: { } revision }
            ? queue.SendAsync(WorkItem.Preparation(episode.Slug, revision), delay: null, cancellationToken)
            : Task.CompletedTask;
}
