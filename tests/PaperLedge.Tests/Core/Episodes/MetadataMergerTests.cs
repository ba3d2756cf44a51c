using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public class MetadataMergerTests
{
    private static readonly DateTimeOffset FirstSeen = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Tagged = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EmbeddedTags Tags = new("Tag title", "Tag notes", Tagged, 5);

    [Fact]
    public void The_sidecar_comes_first()
    {
        var sidecar = Sidecar.Empty with { Title = "Sidecar title", ShowNotes = "Notes", Published = FirstSeen, Episode = 9 };
        var metadata = Merge(sidecar, Tags);

        Assert.Equal(("Sidecar title", "Notes", FirstSeen, 9), (metadata.Title, metadata.ShowNotes, metadata.Published, metadata.Episode));
    }

    [Fact]
    public void Then_the_files_own_tags()
    {
        var metadata = Merge(Sidecar.Empty, Tags);

        Assert.Equal(("Tag title", "Tag notes", Tagged, 5), (metadata.Title, metadata.ShowNotes, metadata.Published, metadata.Episode));
    }

    [Fact]
    public void Then_the_files_name_and_date()
    {
        var metadata = Merge(Sidecar.Empty, EmbeddedTags.None with { Title = " \n " });

        Assert.Equal(("Attention is all", "", FirstSeen), (metadata.Title, metadata.ShowNotes, metadata.Published));
        Assert.Null(metadata.Episode);
    }

    [Fact]
    public void The_shows_language_and_rating_hold_unless_the_sidecar_says_otherwise()
    {
        Assert.Equal(("en", false), (Merge(Sidecar.Empty, Tags).Language, Merge(Sidecar.Empty, Tags).Explicit));
        var own = Merge(Sidecar.Empty with { Language = "de", Explicit = true }, Tags);
        Assert.Equal(("de", true), (own.Language, own.Explicit));
    }

    private static EpisodeMetadata Merge(Sidecar sidecar, EmbeddedTags tags) =>
        MetadataMerger.Merge(EpisodeSlug.Parse("attention-is-all"), sidecar, tags, ShowSettingsReader.Default, FirstSeen);
}
