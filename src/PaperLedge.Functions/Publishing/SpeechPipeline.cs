using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Pipeline from an upload to stored segments: ffmpeg, Whisper, rows. All three stream.</summary>
public sealed class SpeechPipeline(
    UploadInspector inspector,
    FfmpegDecoder decoder,
    ITranscriber transcriber,
    SegmentStore segments,
    LedgerStore ledger,
    Inbox inbox,
    IOptions<TranscriptionJobOptions> options)
{
    /// <summary>Returns how an upload is transcribed with its present sidecar, show, settings and model.</summary>
    internal async Task<TranscriptionRequest> GetRequestAsync(EpisodeSlug slug, Upload upload, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value.Settings;
        var sidecar = await inbox.ReadSidecarAsync(slug, cancellationToken) is { } file
            ? SidecarReader.Read(file.Json, UploadName.SidecarOf(slug)).Sidecar
            : Sidecar.Empty;
        // A language of the sidecar or the operator is binding. The show's is only expected, since a guest may speak another one;
        // a show without settings has none.
        var request = options.Value.Options with
        {
            Language = sidecar.Language ?? options.Value.Options.Language,
            LikelyLanguage = show == ShowSettingsReader.Default ? null : show.Language,
            Prompt = PromptNames.Of(sidecar, show),
        };
        return new(Revision.Of(upload.ETag, await transcriber.GetFingerprintAsync(cancellationToken), request), request);
    }

    /// <param name="request">Result of <see cref="GetRequestAsync"/>; its revision is the lease's.</param>
    /// <returns>False if the upload's version is gone.</returns>
    internal async Task<bool> RunAsync(
        EpisodeSlug slug, TranscriptionRequest request, int number, Upload upload, PieceLease lease, CancellationToken cancellationToken)
    {
        using var file = await inspector.InspectAsync(upload, cancellationToken);
        if (file is null)
        {
            return false;
        }

        var revision = request.Revision;
        // Attempts at one revision have the same engine, model and options, so this one continues where the last one ended.
        var earlier = lease.Before is { } before
            ? await segments.ReadAsync(slug, revision, number, before.Attempt, cancellationToken)
            : [];
        var pcm = decoder.DecodeAsync(file.Path, file.Probed, cancellationToken);
        var batch = new List<Segment>();
        var stored = 0;
        try
        {
            await foreach (var segment in transcriber.TranscribeAsync(
                pcm, request.Options with { Earlier = earlier }, lease, cancellationToken))
            {
                batch.Add(segment);
                if (batch.Count == SegmentStore.MaxBatch)
                {
                    await FlushAsync(cancellationToken);
                }
            }

            await FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await FlushAsync(CancellationToken.None);
            throw;
        }

        return true;

        async Task FlushAsync(CancellationToken token)
        {
            await segments.WriteAsync(slug, revision, number, lease.Piece.Attempt, stored, batch, token);
            stored += batch.Count;
            batch.Clear();
        }
    }
}

/// <summary>Options with which an upload is transcribed, and the revision that results.</summary>
internal sealed record TranscriptionRequest(Revision Revision, TranscriptionOptions Options);
