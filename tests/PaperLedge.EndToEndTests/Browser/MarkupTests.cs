using CliWrap.Buffered;
using PaperLedge.Cli;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>The Nu HTML checker's judgement of every page.</summary>
[Collection(nameof(SpeechAppCollection))]
public class MarkupTests(SpeechAppFixture fixture)
{
    [Fact]
    public async Task The_checker_finds_no_error_and_gives_no_warning()
    {
        var app = await PageEpisode.AppAsync(fixture);
        var folder = Directory.CreateTempSubdirectory("paperledge-pages-").FullName;
        try
        {
            string[] addresses =
            [
                "", PageEpisode.SecondPage, $"episodes/{PageEpisode.Slug}",
                $"episodes/{PageEpisode.Slug}/transcript.html", $"embed/{PageEpisode.Slug}", "episodes/no-such-episode",
                "status"
            ];
            foreach (var (index, address) in addresses.Index())
            {
                using var answer = await app.Http.GetAsync(address);
                await File.WriteAllTextAsync(Path.Combine(folder, $"{index}.html"), await answer.Content.ReadAsStringAsync());
            }

            var result = await global::CliWrap.Cli.Wrap("java")
                .WithArguments(
                    ["-jar", Path.Combine(Repository.Root, "node_modules/vnu-jar/build/dist/vnu.jar"), "--format", "gnu", folder])
                .WithValidation(global::CliWrap.CommandResultValidation.None)
                .ExecuteBufferedAsync();

            // The slash that the renderer ends void elements with is allowed, and told as information only.
            Assert.DoesNotContain(
                result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => !line.Contains("info: Trailing slash on void elements", StringComparison.Ordinal));
            Assert.Equal(0, result.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
