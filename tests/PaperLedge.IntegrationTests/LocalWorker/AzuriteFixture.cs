using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PaperLedge.IntegrationTests.LocalWorker;

/// <summary>Storage for the local worker's tests: an Azurite that keeps everything in memory.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    /// <summary>The emulator's published account and key.</summary>
    private const string Account =
        "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private Process? _process;
    private Task _rest = Task.CompletedTask;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var (blobs, queues, tables) = (FreePort(), FreePort(), FreePort());
        ConnectionString = $"DefaultEndpointsProtocol=http;{Account};"
            + $"BlobEndpoint=http://127.0.0.1:{blobs}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queues}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{tables}/devstoreaccount1";
        _process = Process.Start(new ProcessStartInfo(
            Find(),
            ["--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry", "--blobPort", $"{blobs}", "--queuePort", $"{queues}", "--tablePort", $"{tables}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        for (var listening = 0; listening < 3;)
        {
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))
                ?? throw new InvalidOperationException("Azurite ended before it listened.");
            listening += line.Contains("successfully listen", StringComparison.Ordinal) ? 1 : 0;
        }

        // Read on, so that a full pipe never holds Azurite up.
        _rest = _process.StandardOutput.ReadToEndAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            await _rest;
            _process.Dispose();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("PAPERLEDGE_AZURITE") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = new[] { "node_modules", ".tools/node_modules" }
                .Select(modules => Path.Combine(folder.FullName, modules, ".bin", "azurite"))
                .FirstOrDefault(File.Exists);
            if (found is not null)
            {
                return found;
            }
        }

        throw new FileNotFoundException("Azurite was not found: run 'npm ci' in the repository, or set PAPERLEDGE_AZURITE to its executable.");
    }
}
