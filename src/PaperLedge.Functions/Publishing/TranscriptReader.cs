using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Publishing;

/// <summary>Reader that builds a transcript from its rows. The tables are the source; rendered copies can be made again.</summary>
public sealed class TranscriptReader(SegmentStore segments)
{
    /// <exception cref="InvalidOperationException">The published revision's rows are gone.</exception>
    public async Task<Transcript> ReadAsync(PublishedEpisode episode, ShowSettings show, CancellationToken cancellationToken)
    {
        var revision = episode.Revision;
        var head = await segments.FindAsync(episode.Slug, revision, cancellationToken)
            ?? throw new InvalidOperationException(
                $"Episode '{episode.Slug}' is published, but the segments of revision {revision} are missing from storage. " +
                "Upload its audio again.");
        return await ReadAsync(episode, head, show, cancellationToken);
    }

    /// <param name="episode">Episode that is published, or is about to be; everything that it points to is stored.</param>
    /// <param name="head">Of the episode's revision.</param>
    public async Task<Transcript> ReadAsync(
        PublishedEpisode episode, TranscriptHead head, ShowSettings show, CancellationToken cancellationToken)
    {
        var (slug, revision) = (episode.Slug, episode.Revision);
        var rows = episode.Correction is { } correction
            ? await segments.ReadCorrectionAsync(slug, revision, correction.Tag, cancellationToken)
            : await HeardAsync(slug, revision, head, cancellationToken);
        return Build(episode, head, show, rows);
    }

    /// <summary>Reads the transcript of a draft, whose correction is not stored yet.</summary>
    /// <param name="inputs">From which the draft was made.</param>
    public async Task<Transcript> ReadDraftAsync(PublishedEpisode draft, PublicationInputs inputs, CancellationToken cancellationToken)
    {
        if (inputs.Captions.NewSegments is not { Count: > 0 } correction)
        {
            return await ReadAsync(draft, inputs.Head, inputs.Show, cancellationToken);
        }

        var corrected = await NameLanguagesAsync(
            draft.Slug, draft.Revision, inputs, draft.Metadata, correction, cancellationToken);
        return Build(draft, inputs.Head, inputs.Show, corrected);
    }

    // Captions are stored with these languages: the languages that were heard in a revision do not change.
    /// <summary>Gives a correction's segments languages: those of the captions, or else those that the machine heard.</summary>
    /// <remarks>
    /// Captions are in the language that the file names, or the sidecar, or that was heard, or the show's: the first that is written in
    /// their script. A model that knows only English hears English in everything.
    /// </remarks>
    public async Task<IReadOnlyList<Segment>> NameLanguagesAsync(
        EpisodeSlug slug,
        Revision revision,
        PublicationInputs inputs,
        EpisodeMetadata metadata,
        IReadOnlyList<Segment> correction,
        CancellationToken cancellationToken)
    {
        var head = inputs.Head;
        var heard = await HeardAsync(slug, revision, head, cancellationToken);
        var language = Language(head, metadata);
        var (most, _) = TranscriptLanguage.Settle(heard, language);
        var written = TranscriptLanguage.Written(
            correction, [inputs.Captions.Language, inputs.Sidecar.Language, most, metadata.Language]);
        return TranscriptLanguage.Carry(correction, written, heard, language);
    }

    /// <summary>Reads the machine's transcript of a revision, if there is one.</summary>
    /// <exception cref="DamagedRowException">A row of it cannot be read.</exception>
    public async Task CheckAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        if (await segments.FindAsync(slug, revision, cancellationToken) is { } head)
        {
            await segments.ReadAsync(slug, revision, head, cancellationToken);
        }
    }

    private static Transcript Build(PublishedEpisode episode, TranscriptHead head, ShowSettings show, IReadOnlyList<Segment> rows)
    {
        var (language, spoken) = TranscriptLanguage.Settle(rows, Language(head, episode.Metadata));
        return new Transcript(episode.Metadata.Title, language, show.Narrator, head.Transcriber, head.Finished, spoken)
        {
            Duration = episode.Enclosure.Duration,
            Edited = episode.Correction?.Edited,
        };
    }

    // A translation is English, whatever was spoken.
    private async Task<IReadOnlyList<Segment>> HeardAsync(
        EpisodeSlug slug, Revision revision, TranscriptHead head, CancellationToken cancellationToken)
    {
        var rows = await segments.ReadAsync(slug, revision, head, cancellationToken);
        return head.IsTranslation ? [.. rows.Select(segment => segment with { Language = null })] : rows;
    }

    // The language of segments without one.
    private static string Language(TranscriptHead head, EpisodeMetadata metadata) =>
        head.IsTranslation ? "en" : head.Language ?? metadata.Language;
}
