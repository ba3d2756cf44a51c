using System.Diagnostics;
using System.Globalization;
using PaperLedge.Cli.Processes;

namespace PaperLedge.Tests.Cli;

/// <summary>The program itself, as a process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task However_it_ends_it_leaves_no_storage_running(string signal)
    {
        var ports = LocalPorts.Free(1);
        var storage = 20_000 + (Environment.ProcessId * 7 % 9_000) + (signal[0] % 3 * 3);
        using var program = Start(
            "demo", "--once", "--data", _folder.Of("data"), "--port", Text(ports[0]), "--storage-port", Text(storage));
        try
        {
            await UntilAsync(async () => await LocalPorts.AnswersAsync(storage + 2, CancellationToken.None));
            using var kill = Process.Start("kill", ["-s", signal, Text(program.Id)]);
            await program.WaitForExitAsync().WaitAsync(Soon);
            await UntilAsync(async () => !await LocalPorts.AnswersAsync(storage + 2, CancellationToken.None));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("My Episode.mp3", "my-episode.mp3")]
    [InlineData("notes.docx", "known extension")]
    [InlineData("text.mp3", "is a text file")]
    public async Task Publishing_refuses_here_what_the_app_would_refuse(string name, string words)
    {
        await File.WriteAllTextAsync(_folder.Of(name), "These are words.");
        var (exitCode, error) = await RunAsync("publish", _folder.Of(name));
        Assert.Equal(1, exitCode);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_wrong_option_is_no_crash()
    {
        var (exitCode, error) = await RunAsync("demo", "--twice");
        Assert.Equal(1, exitCode);
        Assert.Contains("--twice", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Process Start(params string[] arguments)
    {
        var program = typeof(PaperLedge.Cli.Commands.CommandLine).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        var output = program.StandardOutput.ReadToEndAsync();
        var error = await program.StandardError.ReadToEndAsync().WaitAsync(Soon);
        await output;
        await program.WaitForExitAsync().WaitAsync(Soon);
        return (program.ExitCode, error);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var time = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(time.Elapsed < Soon, "It did not come to pass.");
            await Task.Delay(20);
        }
    }
}
