using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Functions.Episodes;

/// <summary>From the upload to stored segments: ffmpeg, Whisper, rows. All three stream.</summary>
public sealed class Recognition(
    UploadProbe probe,
    FfmpegDecoder decoder,
    ITranscriber transcriber,
    SegmentStore segments,
    LedgerStore ledger,
    Inbox inbox,
    IOptions<TranscriptionSettings> settings)
{
    /// <summary>
    /// What the transcriber is told of an episode, as its sidecar and the show have it now; what comes later changes what is published, not
    /// what was heard. A language that the sidecar or the operator names is binding; the show's is expected, since a guest may speak another.
    /// </summary>
    internal async Task<TranscriptionOptions> OptionsAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value.Settings;
        var sidecar = await inbox.ReadSidecarAsync(slug, cancellationToken) is { } file
            ? SidecarReader.Read(file.Json, UploadName.SidecarOf(slug)).Sidecar
            : Sidecar.Empty;
        var options = settings.Value.Options;
        return options with
        {
            Language = sidecar.Language ?? options.Language,
            // Nobody has said what a show without settings speaks.
            LikelyLanguage = show == ShowSettingsReader.Default ? null : show.Language,
            Prompt = SpokenNames.Of(sidecar, show),
        };
    }

    /// <param name="options">See <see cref="OptionsAsync"/>; the lease was taken with them.</param>
    /// <returns>False if the upload's version is gone.</returns>
    internal Task<bool> RunAsync(
        EpisodeSlug slug, Revision revision, int number, Upload upload, ChunkLease lease, TranscriptionOptions options, CancellationToken cancellationToken) =>
        probe.WithFileAsync(
            upload,
            async (path, audio) =>
            {
                var earlier = await EarlierAsync(slug, revision, number, lease, cancellationToken);
                var pcm = decoder.DecodeAsync(path, audio, cancellationToken);
                var batch = new List<Segment>();
                var stored = 0;
                try
                {
                    await foreach (var segment in transcriber.TranscribeAsync(pcm, options with { Earlier = earlier }, lease, cancellationToken))
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
                    // The next attempt begins where this one has come to.
                    await FlushAsync(CancellationToken.None);
                    throw;
                }

                async Task FlushAsync(CancellationToken token)
                {
                    await segments.WriteAsync(slug, revision, number, lease.Chunk.Attempt, stored, batch, token);
                    stored += batch.Count;
                    batch.Clear();
                }
            },
            cancellationToken);

    /// <summary>What the attempt before said, if it had the same engine and model and was told the same languages.</summary>
    private async Task<IReadOnlyList<Segment>> EarlierAsync(
        EpisodeSlug slug, Revision revision, int number, ChunkLease lease, CancellationToken cancellationToken) =>
        lease.Before is { } before
        && before.Transcriber == transcriber.Identity
        && before.IsTranslation == lease.Chunk.IsTranslation
        && before.ToldLanguage == lease.Chunk.ToldLanguage
        && before.LikelyLanguage == lease.Chunk.LikelyLanguage
            ? await segments.ReadAsync(slug, revision, number, before.Attempt, cancellationToken)
            : [];
}
