using System.Net;
using System.Net.Sockets;
using PaperLedge.Cli.Demo;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;
using PaperLedge.Speech;
using PaperLedge.Tests.Cli;
using Spectre.Console;

namespace PaperLedge.ComponentTests.Cli;

public sealed class LocalPortTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_demo_that_finds_a_port_taken_removes_nothing(int taken)
    {
        var kept = _folder.Of("azurite/blobs/kept.txt");
        using (DataFolder.Open(_folder.Path, "demo"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            await File.WriteAllTextAsync(kept, "an episode");
        }

        var first = FourInARow();
        using var other = new TcpListener(IPAddress.Loopback, first + taken);
        other.Start();
        var demo = new DemoRun(
            AnsiConsole.Console, new WhisperOptions(), new Dictionary<string, string?>(), _folder.Path, first, first + 1);
        var exception = await Assert.ThrowsAsync<StartException>(() => demo.RunAsync(once: true, CancellationToken.None));
        Assert.Contains($"Port {first + taken}", exception.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(kept));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    [InlineData(-1)]
    public void A_number_that_is_not_a_port_is_reported(int port)
    {
        var exception = Assert.Throws<StartException>(() => LocalPorts.EnsureFree(port, "x", "--port"));
        Assert.Contains("is not a port", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The first of four ports in a row that are free.</summary>
    private static int FourInARow()
    {
        while (true)
        {
            var first = Random.Shared.Next(20_000, 30_000);
            try
            {
                foreach (var port in Enumerable.Range(first, 4))
                {
                    LocalPorts.EnsureFree(port, "a test", "--port");
                }

                return first;
            }
            catch (StartException)
            {
                // Taken by another program: try others.
            }
        }
    }
}
