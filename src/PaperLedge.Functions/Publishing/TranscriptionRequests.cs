using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Decides how uploads are transcribed, and so which revision they get.</summary>
public sealed class TranscriptionRequests(
    ITranscriber transcriber,
    LedgerStore ledger,
    Inbox inbox,
    WorkQueue queue,
    IOptions<TranscriptionJobOptions> options,
    TimeProvider time,
    ILogger<TranscriptionRequests> logger)
{
    /// <summary>Returns how an upload is transcribed with its present sidecar, show, settings and model.</summary>
    internal async Task<TranscriptionRequest> GetAsync(EpisodeSlug slug, Upload upload, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value.Settings;
        var sidecar = await ReadSidecarAsync(slug, cancellationToken);
        // A language of the sidecar or the operator is binding. The show's is only expected, since a guest may speak another one;
        // a show without settings has none.
        var request = options.Value.Options with
        {
            Language = sidecar.Language ?? options.Value.Options.Language,
            LikelyLanguage = show == ShowSettingsReader.Default ? null : show.Language,
            Prompt = PromptNames.Of(sidecar, show),
        };
        var fingerprint = await transcriber.GetFingerprintAsync(cancellationToken);
        return new(Revision.Of(upload.ETag, fingerprint, request), fingerprint, request);
    }

    /// <summary>Returns the source of the binding language, for messages.</summary>
    internal async Task<string> FindLanguageSourceAsync(EpisodeSlug slug, CancellationToken cancellationToken) =>
        (await ReadSidecarAsync(slug, cancellationToken)).Language is { } language && language != options.Value.Options.Language
            ? UploadName.SidecarOf(slug)
            : "The setting Transcription__Language";

    /// <summary>Queues an episode's current revision, because its sidecar, the show, the settings or the model have changed.</summary>
    internal async Task ReplaceAsync(EpisodeSlug slug, Revision old, Revision revision, CancellationToken cancellationToken)
    {
        var changed = await ledger.ChangeEpisodeAsync(
            slug,
            now => now.Wants(old) && now.Status == EpisodeStatus.Queued ? now.Requeue(revision, time.GetUtcNow()) : null,
            cancellationToken);
        if (changed is not null)
        {
            EpisodeLog.Requeued(logger, slug.Value, old.Value, revision.Value);
            await queue.SendAsync(WorkItem.Preparation(slug, revision), delay: null, cancellationToken);
        }
    }

    private async Task<Sidecar> ReadSidecarAsync(EpisodeSlug slug, CancellationToken cancellationToken) =>
        await inbox.ReadSidecarAsync(slug, cancellationToken) is { } file
            ? SidecarReader.Read(file.Json, UploadName.SidecarOf(slug)).Sidecar
            : Sidecar.Empty;
}

/// <summary>How an upload is transcribed.</summary>
/// <param name="Fingerprint">The engine's.</param>
internal sealed record TranscriptionRequest(Revision Revision, string Fingerprint, TranscriptionOptions Options);
