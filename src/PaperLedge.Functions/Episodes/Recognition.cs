using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Segments;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Functions.Episodes;

/// <summary>From the upload to stored segments: ffmpeg, Whisper, rows. All three stream.</summary>
public sealed class Recognition(
    UploadProbe probe, FfmpegDecoder decoder, ITranscriber transcriber, SegmentStore segments, IOptions<TranscriptionSettings> settings)
{
    /// <returns>False if the upload's version is gone.</returns>
    internal Task<bool> RunAsync(
        EpisodeSlug slug, Revision revision, int number, Upload upload, ChunkLease lease, CancellationToken cancellationToken) =>
        probe.WithFileAsync(
            upload,
            async (path, audio) =>
            {
                var pcm = decoder.DecodeAsync(path, audio, cancellationToken);
                var batch = new List<Segment>();
                var stored = 0;
                await foreach (var segment in transcriber.TranscribeAsync(pcm, settings.Value.Options, lease, cancellationToken))
                {
                    batch.Add(segment);
                    if (batch.Count == SegmentStore.MaxBatch)
                    {
                        await FlushAsync();
                    }
                }

                await FlushAsync();

                async Task FlushAsync()
                {
                    await segments.WriteAsync(slug, revision, number, lease.Chunk.Attempt, stored, batch, cancellationToken);
                    stored += batch.Count;
                    batch.Clear();
                }
            },
            cancellationToken);
}
