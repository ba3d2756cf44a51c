using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;

namespace PaperLedge.Tests.Core.Episodes;

public class MetadataMergerTests
{
    private static readonly DateTimeOffset s_firstSeen = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_planned = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EmbeddedTags s_tags = new("Tag title", "Tag notes", 5) { Chapters = [new Chapter(TimeSpan.Zero, "File")] };

    [Fact]
    public void The_sidecar_comes_first()
    {
        var sidecar = Sidecar.Empty with { Title = "Sidecar title", ShowNotes = "Notes", Published = s_planned, Episode = 9 };
        var metadata = Merge(sidecar, s_tags);

        Assert.Equal(
            ("Sidecar title", "Notes", s_planned, 9), (metadata.Title, metadata.ShowNotes, metadata.Published, metadata.Episode));
    }

    [Fact]
    public void Then_the_files_own_tags_and_the_time_of_the_upload()
    {
        var metadata = Merge(Sidecar.Empty, s_tags);

        Assert.Equal(
            ("Tag title", "Tag notes", s_firstSeen, 5), (metadata.Title, metadata.ShowNotes, metadata.Published, metadata.Episode));
    }

    [Fact]
    public void Then_the_files_name_and_date()
    {
        var metadata = Merge(Sidecar.Empty, EmbeddedTags.None with { Title = " \n " });

        Assert.Equal(("Attention is all", "", s_firstSeen), (metadata.Title, metadata.ShowNotes, metadata.Published));
        Assert.Null(metadata.Episode);
    }

    [Fact]
    public void The_files_chapters_are_used_unless_the_sidecar_has_some()
    {
        var own = new EpisodeDetails { Type = EpisodeType.Bonus, Chapters = [new Chapter(TimeSpan.Zero, "Sidecar")] };
        var without = own with { Chapters = [] };

        Assert.Equal(own, Merge(Sidecar.Empty with { Details = own }, s_tags).Details);
        Assert.Equal(without with { Chapters = s_tags.Chapters }, Merge(Sidecar.Empty with { Details = without }, s_tags).Details);
        Assert.Equal(without, Merge(Sidecar.Empty with { Details = without }, EmbeddedTags.None).Details);
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
