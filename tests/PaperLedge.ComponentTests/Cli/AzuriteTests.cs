using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.DevHost.Processes;
using PaperLedge.Tests.Cli;

namespace PaperLedge.ComponentTests.Cli;

public sealed class AzuriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private AzuriteOptions Options => AzuriteOptions.OnFreePorts(_folder.Of("azurite"), _folder.Of("logs/azurite.log"));

    [Fact]
    public async Task It_keeps_what_was_uploaded_over_a_restart_and_stops_when_it_is_disposed()
    {
        var options = Options;
        var audio = _folder.Of("a.mp3");
        await File.WriteAllTextAsync(audio, "sound");
        await using (var azurite = await Azurite.StartAsync(options, CancellationToken.None))
        {
            await new Producer(new BlobServiceClient(azurite.ConnectionString))
                .UploadEpisodeAsync("first.mp3", audio, audio, CancellationToken.None);
        }

        Assert.False(await LocalPorts.AnswersAsync(options.BlobPort, CancellationToken.None));
        await using var again = await Azurite.StartAsync(options, CancellationToken.None);
        var container = new BlobServiceClient(again.ConnectionString).GetBlobContainerClient("episodes");
        var names = container.GetBlobsAsync().Select(blob => blob.Name);
        Assert.Equal(["first.json", "first.mp3"], await names.ToListAsync());
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var exception = await Assert.ThrowsAsync<StartException>(
            () => Azurite.StartAsync(Options with { QueuePort = port }, CancellationToken.None));
        Assert.Contains($"Port {port}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--storage-port", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
