using PaperLedge.Cli.Demo;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Status;

namespace PaperLedge.Tests.Cli;

public sealed class DemoTests
{
    private static readonly SampleEpisode s_sample = new(EpisodeSlug.Parse("one"), "one.mp3", "one.json", "one.txt");

    public static TheoryData<string?, int?, bool, string?> Cases => new()
    {
        { "published", 5, true, null },
        { "published", 0, true, null },
        { "published", 6, true, "word error rate" },
        { "published", 5, false, "feed" },
        { "published", null, true, "no transcript" },
        { "failed", 5, true, "it is failed: the reason" },
        { "scheduled", null, false, "it is scheduled" },
        { null, null, false, "never became an episode" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sample_passes_only_if_published_well_recognised_and_listed(string? status, int? errors, bool inFeed, string? problem)
    {
        var episode = status is null ? null : Report(status, "the reason", null);
        WordErrorRate? rate = errors is null ? null : new WordErrorRate(errors.Value, 100);
        var verdict = Verdict.Of(s_sample, episode, rate, inFeed);
        if (problem is null)
        {
            Assert.Null(verdict.Problem);
        }
        else
        {
            Assert.Contains(problem, verdict.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_sample_has_a_script_audio_and_a_sidecar_without_a_problem()
    {
        var samples = SampleEpisode.ReadAll(PaperLedge.Cli.Repository.Samples);
        Assert.Equal(3, samples.Count);
        Assert.Equal(3, samples.Select(sample => Path.GetExtension(sample.Audio)).Distinct().Count());
        Assert.All(samples, sample =>
        {
            var (sidecar, problems) = SidecarReader.Read(File.ReadAllBytes(sample.Sidecar), sample.Slug.Value);
            Assert.Empty(problems);
            Assert.NotNull(sidecar.Paper);
            Assert.NotEmpty(sidecar.Paper.Authors);
            Assert.Contains(sidecar.Paper.Authors[0].Split(' ')[^1], File.ReadAllText(sample.Script), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_shows_settings_are_without_a_problem_and_name_the_artwork()
    {
        var (settings, problems) = ShowSettingsReader.Read(
            File.ReadAllBytes(Path.Combine(PaperLedge.Cli.Repository.Samples, "show.json")), "show.json");
        Assert.Empty(problems);
        Assert.True(settings.SyntheticVoice);
        Assert.True(File.Exists(Path.Combine(PaperLedge.Cli.Repository.Samples, settings.Artwork!)));
    }

    [Fact]
    public async Task Without_a_terminal_each_change_is_one_line()
    {
        using var output = new StringWriter();
        await new PlainProgressDisplay(output).ShowAsync(["one"], show =>
        {
            foreach (var report in new[]
            {
                Report("queued", null, null), Report("queued", null, null), Report("transcribing", null, 10),
                Report("transcribing", null, 20), Report("transcribing", null, 60),
                Report("published", null, null),
            })
            {
                show([report, report with { Slug = "another" }]);
            }

            return Task.CompletedTask;
        });
        Assert.Equal(
            [
                "  one:   0 %  queued",
                "  one:  10 %  12.3 × real time, 56 words",
                "  one:  60 %  12.3 × real time, 56 words",
                "  one: 100 %  published, 12.3 × real time, 56 words",
            ],
            output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_large_model_is_given_time_to_load_and_to_read()
    {
        Assert.True(Watch.PatienceWith("large-v3") >= TimeSpan.FromMinutes(30));
        Assert.True(Watch.PatienceWith("builtin") <= TimeSpan.FromMinutes(10));
    }

    private static EpisodeReport Report(string status, string? problem, double? percent) => new(
        "one", "One", status, problem, [], null,
        percent is null ? null : new ProgressReport(percent.Value, 12.34, 56), "guid", null, null, null);
}
