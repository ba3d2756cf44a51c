using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Episodes;

/// <summary>Ready-made values for tests that care about something else.</summary>
internal static class EpisodeExamples
{
    public static readonly DateTimeOffset Date = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly EpisodeSlug Slug = EpisodeSlug.Parse("first");
    public static readonly Revision OldRevision = RevisionOf("old");
    public static readonly Revision NewRevision = RevisionOf("new");
    public static readonly AudioFile Audio = new("mp3", "audio/mpeg", TimeSpan.FromSeconds(61.5), new EmbeddedTags("T", "D", 3));

    public static readonly TranscriptHead Head = new("0123456789abcdef", "en", IsTranslation: false, new("onnx", "base-q5_1"), Date);

    public static Revision RevisionOf(string etag) => Revision.Of(etag, "onnx 1 base-q5_1", new TranscriptionOptions());

    public static Correction Correction(string text) =>
        PaperLedge.Core.Episodes.Correction.Of([new Segment(TimeSpan.Zero, TimeSpan.FromSeconds(1), text, 0, 0)], Date);

    public static Upload UploadOf(string etag) => new("first.mp3", etag, 1234, Date);

    public static PublishedEpisode PublishedAs(Revision revision) => new(
        Slug,
        new EpisodeGuid("3f1c0f0e-0000-5000-8000-000000000000"),
        new EpisodeMetadata("Title", "Notes", Date, 1, 2, false, "en", new Paper("Paper", ["A", "B"], new Uri("https://example.org/p"))),
        new Enclosure(AudioVersion.Of("old"), "mp3", 1234, "audio/mpeg", TimeSpan.FromSeconds(61.5)),
        revision,
        new TranscriberIdentity("onnx", "base-q5_1"),
        Date);

    public static Episode PublishedEpisode() => new Episode(Slug, PublishedAs(OldRevision).Guid, Date)
        .Accept(UploadOf("old"), OldRevision, Audio, Date)
        .Publish(PublishedAs(OldRevision), "tag", []);
}
