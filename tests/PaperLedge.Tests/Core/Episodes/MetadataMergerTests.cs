using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;

namespace PaperLedge.Tests.Core.Episodes;

public class MetadataMergerTests
{
    private static readonly DateTimeOffset s_firstSeen = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_tagged = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EmbeddedTags s_tags = new("Tag title", "Tag notes", s_tagged, 5);

    [Fact]
    public void The_sidecar_comes_first()
    {
        var sidecar = Sidecar.Empty with { Title = "Sidecar title", ShowNotes = "Notes", Published = s_firstSeen, Episode = 9 };
        var metadata = Merge(sidecar, s_tags);

        Assert.Equal(
            ("Sidecar title", "Notes", s_firstSeen, 9), (metadata.Title, metadata.ShowNotes, metadata.Published, metadata.Episode));
    }

    [Fact]
    public void Then_the_files_own_tags()
    {
        var metadata = Merge(Sidecar.Empty, s_tags);

        Assert.Equal(("Tag title", "Tag notes", s_tagged, 5), (metadata.Title, metadata.ShowNotes, metadata.Published, metadata.Episode));
    }

    [Fact]
    public void Then_the_files_name_and_date()
    {
        var metadata = Merge(Sidecar.Empty, EmbeddedTags.None with { Title = " \n " });

        Assert.Equal(("Attention is all", "", s_firstSeen), (metadata.Title, metadata.ShowNotes, metadata.Published));
        Assert.Null(metadata.Episode);
    }

    [Fact]
    public void The_shows_language_and_rating_hold_unless_the_sidecar_says_otherwise()
    {
        Assert.Equal(("en", false), (Merge(Sidecar.Empty, s_tags).Language, Merge(Sidecar.Empty, s_tags).Explicit));
        var own = Merge(Sidecar.Empty with { Language = "de", Explicit = true }, s_tags);
        Assert.Equal(("de", true), (own.Language, own.Explicit));
    }

    private static EpisodeMetadata Merge(Sidecar sidecar, EmbeddedTags tags) =>
        MetadataMerger.Merge(EpisodeSlug.Parse("attention-is-all"), sidecar, tags, ShowSettingsReader.Default, s_firstSeen);
}
