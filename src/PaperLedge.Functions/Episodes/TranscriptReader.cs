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
            : await HeardAsync(slug, revision, chunk, cancellationToken);
        var (language, spoken) = TranscriptLanguage.Settle(rows, Language(chunk, metadata));
        return new Transcript(metadata.Title, language, show.Narrator, chunk.Transcriber, chunk.Finished ?? chunk.LastSeen, spoken)
        {
            Duration = episode.Enclosure.Duration,
            Edited = episode.Correction?.Edited,
        };
    }

    /// <summary>
    /// Gives a correction's segments the languages that the machine heard, where the captions name none. They are written so: what was
    /// heard in a revision does not change.
    /// </summary>
    public async Task<IReadOnlyList<Segment>> NameLanguagesAsync(
        EpisodeSlug slug, Revision revision, Chunk chunk, EpisodeMetadata metadata, IReadOnlyList<Segment> correction, CancellationToken cancellationToken)
    {
        var heard = await HeardAsync(slug, revision, chunk, cancellationToken);
        return TranscriptLanguage.Carry(correction, heard, Language(chunk, metadata));
    }

    /// <summary>A translation is English whatever was spoken.</summary>
    private async Task<IReadOnlyList<Segment>> HeardAsync(EpisodeSlug slug, Revision revision, Chunk chunk, CancellationToken cancellationToken)
    {
        var rows = await segments.ReadAsync(slug, revision, Transcription.OnlyChunk, chunk.Attempt, cancellationToken);
        return chunk.IsTranslation ? [.. rows.Select(segment => segment with { Language = null })] : rows;
    }

    /// <summary>Of segments that name none.</summary>
    private static string Language(Chunk chunk, EpisodeMetadata metadata) => chunk.IsTranslation ? "en" : chunk.Language ?? metadata.Language;
}
