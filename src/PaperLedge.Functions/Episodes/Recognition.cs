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
    /// <returns>False if the upload's version is gone.</returns>
    internal Task<bool> RunAsync(
        EpisodeSlug slug, Revision revision, int number, Upload upload, ChunkLease lease, CancellationToken cancellationToken) =>
        probe.WithFileAsync(
            upload,
            async (path, audio) =>
            {
                var earlier = await EarlierAsync(slug, revision, number, lease, cancellationToken);
                var options = settings.Value.Options with { Prompt = await NamesAsync(slug, cancellationToken), Earlier = earlier };
                if (earlier.Count > 0)
                {
                    options = options with { Language = options.Language ?? lease.Before?.Language };
                }

                var pcm = decoder.DecodeAsync(path, audio, cancellationToken);
                var batch = new List<Segment>();
                var stored = 0;
                try
                {
                    await foreach (var segment in transcriber.TranscribeAsync(pcm, options, lease, cancellationToken))
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

    /// <summary>What the attempt before said, if it had the same engine, model and languages.</summary>
    private async Task<IReadOnlyList<Segment>> EarlierAsync(
        EpisodeSlug slug, Revision revision, int number, ChunkLease lease, CancellationToken cancellationToken) =>
        lease.Before is { } before
        && before.Transcriber == transcriber.Identity
        && before.IsTranslation == settings.Value.Translate
        && (settings.Value.Options.Language ?? before.Language) == before.Language
            ? await segments.ReadAsync(slug, revision, number, before.Attempt, cancellationToken)
            : [];

    /// <summary>As the sidecar has them now; one that comes later changes what is published, not what was heard.</summary>
    private async Task<IReadOnlyList<string>> NamesAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var show = await ledger.GetShowAsync(cancellationToken);
        var sidecar = await inbox.ReadSidecarAsync(slug, cancellationToken) is { } file
            ? SidecarReader.Read(file.Json, UploadName.SidecarOf(slug)).Sidecar
            : Sidecar.Empty;
        return SpokenNames.Of(sidecar, show.Value.Settings);
    }
}
