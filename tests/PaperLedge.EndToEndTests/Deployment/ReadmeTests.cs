using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using PaperLedge.Cli;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.EndToEndTests.Deployment;

/// <summary>Follows the README in a copy of the clone, with the very commands that stand there, as a new user would.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    private readonly string _clone = Directory.CreateTempSubdirectory("paperledge readme ").FullName;
    private readonly string _port = LocalPorts.Free(1)[0].ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_new_user_publishes_an_episode_with_the_commands_of_the_README()
    {
        await CopyCloneAsync();
        var blocks = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(_clone, "README.md")))
            .Select(match => match.Groups["text"].Value.Trim())
            .ToList();
        // The first block starts the app; those that follow, up to the table, are typed in another terminal.
        var run = Assert.Single(blocks, block => block == "./paperledge run");
        var steps = blocks.SkipWhile(block => block != run)
            .Skip(1)
            .TakeWhile(block => !block.StartsWith("export", StringComparison.Ordinal));

        using var stop = new CancellationTokenSource();
        var running = ShellAsync($"exec {run} --port {_port} --storage-port {FreePortOfThree()}", stop.Token);
        var output = "";
        try
        {
            await WaitUntilItRunsAsync(running);
            foreach (var step in steps)
            {
                var result = await ShellAsync(step, CancellationToken.None);
                output += $"$ {step}\n{result.StandardOutput}{result.StandardError}\n";
                Assert.True(result.ExitCode == 0, output);
            }

            Assert.Contains($"http://localhost:{_port}/episodes/my-first-episode", output, StringComparison.Ordinal);
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}/") };
            var feed = await http.GetStringAsync("feed.xml");
            Assert.Contains($"http://localhost:{_port}/episodes/my-first-episode", feed, StringComparison.Ordinal);
            Assert.DoesNotContain("localhost:7071", feed, StringComparison.Ordinal);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    public void Dispose() => Directory.Delete(_clone, recursive: true);

    [GeneratedRegex(@"(?ms)^```\r?\n(?<text>.*?)^```")]
    private static partial Regex Blocks();

    // The first of three ports that are free, as Azurite takes them.
    private static string FreePortOfThree()
    {
        while (true)
        {
            var first = LocalPorts.Free(1)[0];
            try
            {
                AzuriteOptions.FromPort(first, "", "").EnsurePortsFree();
                return first.ToString(CultureInfo.InvariantCulture);
            }
            catch (StartException)
            {
                // One of the next two is in use.
            }
        }
    }

    // What git has, and what was built: a fresh clone builds the same.
    private async Task CopyCloneAsync()
    {
        var files = await global::CliWrap.Cli.Wrap("git")
            .WithArguments(["ls-files", "-z"])
            .WithWorkingDirectory(Repository.Root)
            .ExecuteBufferedAsync();
        foreach (var file in files.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var target = Path.Combine(_clone, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository.Root, file), target);
        }

        string[] built = ["app", "cli", "ffmpeg", "bin/PaperLedge.DevHost", "obj/*.built"];
        await global::CliWrap.Cli.Wrap("bash")
            .WithArguments(
                [
                    "-e", "-c",
                    // The folders of the copy are newer than what was built, but their files are not.
                    $"cp -a --parents {string.Join(' ', built.Select(path => $"artifacts/{path}"))} '{_clone}'\n" +
                        $"touch '{_clone}'/artifacts/obj/*.built",
                ])
            .WithWorkingDirectory(Repository.Root)
            .ExecuteAsync();
        Directory.CreateSymbolicLink(Path.Combine(_clone, "node_modules"), Path.Combine(Repository.Root, "node_modules"));
    }

    private async Task WaitUntilItRunsAsync(Task<BufferedCommandResult> running)
    {
        using var http = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync(http))
        {
            if (running.IsCompleted)
            {
                var result = await running;
                Assert.Fail($"{result.StandardOutput}{result.StandardError}");
            }

            Assert.True(watch.Elapsed < s_limit, "The app does not start.");
            await Task.Delay(500);
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync($"http://localhost:{_port}/api/health");
            // The commands find the app by this file, which is written when it has answered.
            return answer.IsSuccessStatusCode && File.Exists(Path.Combine(_clone, ".data", "run", "app.json"));
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Without a browser, open prints the address. A cancellation is Ctrl+C.
    private async Task<BufferedCommandResult> ShellAsync(string command, CancellationToken interrupt)
    {
        using var kill = new CancellationTokenSource(s_limit * 2);
        try
        {
            return await global::CliWrap.Cli.Wrap("bash")
                .WithArguments(["-e", "-c", command])
                .WithWorkingDirectory(_clone)
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(System.Text.Encoding.UTF8, System.Text.Encoding.UTF8, kill.Token, interrupt);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return new BufferedCommandResult(0, default, default, "", "");
        }
    }
}
