using System.Diagnostics;
using System.Globalization;
using PaperLedge.DevHost.Processes;
using PaperLedge.Tests.Cli;

namespace PaperLedge.ComponentTests.Cli;

public sealed class ChildProcessTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    private string Log => _folder.Of("logs/child.log");

    [Fact]
    public async Task What_it_writes_is_in_the_log_and_its_exit_code_is_told()
    {
        var echoed = new List<string>();
        await using var child = Start("echo one; echo two >&2; echo \"$GREETING $HOME\"; exit 7", echoed.Add);
        Assert.Equal(7, await child.Exited.WaitAsync(s_soon));
        Assert.Equal(["hello ", "one", "two"], (await File.ReadAllLinesAsync(Log)).Order());
        Assert.Equal(["hello ", "one", "two"], child.LastLines(10).Order());
        Assert.Equal(3, echoed.Count);
    }

    [Fact]
    public async Task A_process_that_ends_by_itself_is_told_with_its_last_words()
    {
        await using var child = Start("for i in $(seq 1 300); do echo line $i; done; exit 3");
        var message = (await child.EndedAsync()).Message;
        Assert.Contains("The child ended by itself with exit code 3", message, StringComparison.Ordinal);
        Assert.EndsWith("  line 300", message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 280" + Environment.NewLine, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_asks_first()
    {
        await using var child = Start("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done");
        await UntilAsync(() => child.LastLines(1).Contains("ready"));
        Assert.Equal(5, await child.StopAsync(s_soon));
        Assert.Contains("bye", child.LastLines(5));
    }

    [Fact]
    public async Task A_process_that_does_not_heed_is_killed_with_all_that_it_started()
    {
        await using var child = Start("trap '' TERM; sleep 1000 & echo $!; wait; wait");
        await UntilAsync(() => child.LastLines(1).Count > 0);
        var grandchild = int.Parse(child.LastLines(1)[0], CultureInfo.InvariantCulture);
        Assert.Equal(137, await child.StopAsync(TimeSpan.FromMilliseconds(200)));
        await UntilAsync(() => !IsRunning(grandchild));
    }

    [Fact]
    public async Task Disposing_leaves_nothing_running()
    {
        var child = Start("sleep 1000");
        await child.DisposeAsync();
        Assert.False(IsRunning(child.Id));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told()
    {
        // Behind setsid the start succeeds and the failure is the process's own.
        try
        {
            await using var child = ChildProcess.Start("X", "no-such-program", [], new Dictionary<string, string?>(), _folder.Path, Log);
            Assert.Contains("no-such-program", (await child.EndedAsync()).Message, StringComparison.Ordinal);
        }
        catch (StartException exception)
        {
            Assert.Contains("X cannot be started", exception.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private ChildProcess Start(string script, Action<string>? echo = null) => ChildProcess.Start(
        "The child",
        "sh",
        ["-c", script],
        new Dictionary<string, string?> { ["GREETING"] = "hello", ["HOME"] = null },
        _folder.Path,
        Log,
        echo);

    private static bool IsRunning(int processId) =>
        File.Exists($"/proc/{processId}/stat") && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var time = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(time.Elapsed < s_soon, "It did not come to pass.");
            await Task.Delay(20);
        }
    }
}
