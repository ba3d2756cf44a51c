using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public sealed class SpokenNamesTests
{
    [Fact]
    public void The_papers_authors_come_first_and_nothing_twice()
    {
        var show = ShowSettingsReader.Default with { Title = "PaperLedge", Author = "PaperLedge", Narrator = null };
        var sidecar = Sidecar.Empty with { Paper = new("A Mathematical Theory", ["Claude Shannon", "Warren Weaver"], null) };
        Assert.Equal(["Claude Shannon", "Warren Weaver", "A Mathematical Theory", "PaperLedge"], SpokenNames.Of(sidecar, show));
    }

    [Fact]
    public void An_episode_without_a_sidecar_has_the_shows_names() =>
        Assert.NotEmpty(SpokenNames.Of(Sidecar.Empty, ShowSettingsReader.Default));
}
