using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Functions.Episodes;

/// <summary>What an upload makes of an episode: one to transcribe, or one that failed and says why.</summary>
public sealed class Examination(
    UploadProbe probe,
    LedgerStore ledger,
    Inbox inbox,
    ITranscriber transcriber,
    IOptions<TranscriptionSettings> settings,
    TimeProvider time,
    ILogger<Examination> logger)
{
    /// <returns>The episode as the upload makes it, queued or failed; null if that version of the upload is gone.</returns>
    public async Task<Episode?> ExamineAsync(EpisodeSlug slug, Episode? before, Upload upload, CancellationToken cancellationToken)
    {
        before ??= await NewEpisodeAsync(slug, upload, cancellationToken);
        Episode? after = null;
        try
        {
            await probe.WithFileAsync(upload, (_, result) => Task.FromResult(after = Accept(before, upload, result)), cancellationToken);
            return after;
        }
        catch (AudioException exception) when (!exception.IsTransient)
        {
            // What is said of a version that was overwritten meanwhile is of no interest.
            return await inbox.FindAsync(upload.BlobName, cancellationToken) is { } now && now.ETag == upload.ETag
                ? before.Reject(upload, exception.Message)
                : null;
        }
    }

    private Episode Accept(Episode before, Upload upload, AudioProbeResult result)
    {
        var revision = Revision.Of(upload.ETag, transcriber.Identity, settings.Value.Options);
        EpisodeLog.Registered(logger, upload.BlobName, before.Slug.Value, revision.Value, result.Duration);
        return before.Accept(upload, revision, ProbedAudio.From(result), time.GetUtcNow());
    }

    private async Task<Episode> NewEpisodeAsync(EpisodeSlug slug, Upload upload, CancellationToken cancellationToken)
    {
        var show = await ledger.GetShowAsync(cancellationToken);
        return new Episode(slug, EpisodeGuid.For(show.Value.FeedGuid, slug).ToString(), upload.Uploaded);
    }
}
