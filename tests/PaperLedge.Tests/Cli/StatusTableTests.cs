using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Status;
using Spectre.Console;

namespace PaperLedge.Tests.Cli;

public sealed class StatusTableTests
{
    private static readonly EpisodeReport s_episode = new("one", "One", "published", null, [], null, null, "guid", null, null, null);

    [Fact]
    public void The_most_urgent_comes_first()
    {
        var text = Render(Report(
            s_episode with { Slug = "old", Title = "Old" },
            s_episode with { Slug = "work", Title = "Work", Status = "transcribing", Progress = new(40, 8, 100, SecondsLeft: 750) },
            s_episode with { Slug = "held", Title = "Held", Status = "held", Review = new Uri("https://a.example/review/held?key=x") },
            s_episode with { Slug = "bad", Title = "Bad", Status = "failed", Problem = "The file is cut off." }));

        AssertOrder(text, "Bad", "Held", "Work", "Old");
        Assert.Contains("40 %, 13 min left", text, StringComparison.Ordinal);
        Assert.Contains("The file is cut off.", text, StringComparison.Ordinal);
        Assert.Contains("./paperledge retry bad", text, StringComparison.Ordinal);
        Assert.Contains("./paperledge release held", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Health_the_show_and_refused_uploads_come_before_the_episodes()
    {
        var report = Report(s_episode) with
        {
            Show = new ShowReport("Show", ["show.json: is wrong."], new Uri("https://a.example/feed.xml"), ["item: is wrong."]),
            Health = ["There is no ffmpeg."],
            Uploads = [new UploadReport("My Talk.mp3", "failed", "Rename it.", DateTimeOffset.UnixEpoch)],
        };

        AssertOrder(Render(report), "There is no ffmpeg.", "show.json: is wrong.", "item: is wrong.", "My Talk.mp3: Rename it.", "One");
        Assert.True(StatusTable.HasFailed(report, slug: null));
        Assert.False(StatusTable.HasFailed(report, slug: "one"));
    }

    [Fact]
    public void Of_many_published_episodes_the_newest_are_listed()
    {
        var episodes = Enumerable.Range(1, 25)
            .Select(number => (Name: $"e{number:00}", Date: DateTimeOffset.UnixEpoch.AddDays(number)))
            .Select(episode => s_episode with { Slug = episode.Name, Title = episode.Name, Published = episode.Date })
            .ToArray();

        var text = Render(Report(episodes));

        Assert.Contains("e25", text, StringComparison.Ordinal);
        Assert.DoesNotContain("e05", text, StringComparison.Ordinal);
        Assert.Contains("5 older published episodes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_show_says_how_to_begin() =>
        Assert.Contains("./paperledge publish", Render(Report()), StringComparison.Ordinal);

    [Theory]
    [InlineData("published", true, "is published")]
    [InlineData("scheduled", true, "14 September 2026, 06:00 UTC")]
    [InlineData("held", true, "./paperledge release one")]
    [InlineData("failed", false, "./paperledge retry one")]
    [InlineData("withdrawn", false, "publish its audio again")]
    public void The_outcome_says_what_to_do_next(string status, bool isAccepted, string words)
    {
        var outcome = EpisodeOutcome.Of(
            s_episode with { Status = status, Published = new DateTimeOffset(2026, 9, 14, 6, 0, 0, TimeSpan.Zero) });
        var (console, output) = Console();

        outcome.Write(console);

        Assert.Equal(isAccepted, outcome.IsAccepted);
        Assert.Contains(words, output.ToString(), StringComparison.Ordinal);
    }

    private static StatusReport Report(params EpisodeReport[] episodes) =>
        new(new ShowReport("Show", [], new Uri("https://a.example/feed.xml"), []), episodes, [], []);

    private static void AssertOrder(string text, params string[] words)
    {
        var places = words.Select(word => text.IndexOf(word, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    private static string Render(StatusReport report)
    {
        var (console, output) = Console();
        console.Write(StatusTable.Create(report, slug: null, isWhole: false));
        return output.ToString();
    }

    private static (IAnsiConsole Console, StringWriter Output) Console()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 500;
        return (console, output);
    }
}
