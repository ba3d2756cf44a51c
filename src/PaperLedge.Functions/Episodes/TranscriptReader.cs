using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Episodes;

/// <summary>Puts a transcript together from its rows; the tables are its source, rendered copies can be made again.</summary>
public sealed class TranscriptReader(ChunkStore chunks, SegmentStore segments)
{
    /// <exception cref="InvalidOperationException">The published revision's rows are gone.</exception>
    public async Task<Transcript> ReadAsync(PublishedEpisode episode, ShowSettings show, CancellationToken cancellationToken)
    {
        var revision = episode.Enclosure.Revision;
        var chunk = await chunks.FindAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken)
            ?? throw new InvalidOperationException(
                $"Episode '{episode.Slug}' is published, but the rows of revision {revision} are gone. Upload its audio again.");
        return await ReadAsync(episode, chunk.Value, show, cancellationToken);
    }

    /// <param name="episode">Published, or about to be: all that it points to is written.</param>
    /// <param name="chunk">Of the episode's revision.</param>
    public async Task<Transcript> ReadAsync(PublishedEpisode episode, Chunk chunk, ShowSettings show, CancellationToken cancellationToken)
    {
        var (slug, revision, metadata) = (episode.Slug, episode.Enclosure.Revision, episode.Metadata);
        var rows = episode.Correction is { } correction
            ? await segments.ReadCorrectionAsync(slug, revision, correction.Tag, cancellationToken)
            : await segments.ReadAsync(slug, revision, Transcription.OnlyChunk, chunk.Attempt, cancellationToken);
        return new Transcript(
            metadata.Title, chunk.Language ?? metadata.Language, show.Narrator, chunk.Transcriber, chunk.Finished ?? chunk.LastSeen, rows)
        {
            Duration = episode.Enclosure.Duration,
            Edited = episode.Correction?.Edited,
        };
    }
}
