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
        return await ReadAsync(episode.Slug, revision, chunk.Value, episode.Metadata, show, cancellationToken);
    }

    public async Task<Transcript> ReadAsync(
        EpisodeSlug slug, Revision revision, Chunk chunk, EpisodeMetadata metadata, ShowSettings show, CancellationToken cancellationToken)
    {
        var rows = await segments.ReadAsync(slug, revision, Transcription.OnlyChunk, chunk.Attempt, cancellationToken);
        return new Transcript(
            metadata.Title, chunk.Language ?? metadata.Language, show.Narrator, chunk.Transcriber, chunk.Finished ?? chunk.LastSeen, rows);
    }
}
