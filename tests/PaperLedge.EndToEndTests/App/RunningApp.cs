using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using PaperLedge.Cli;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.App;

/// <summary>Azurite and the function app in processes of their own, with data of their own, and clients to look inside.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private FunctionAppOptions _options;
    private FunctionApp _process;

    private RunningApp(Azurite azurite, FunctionAppOptions options, FunctionApp process)
    {
        (Azurite, _options, _process) = (azurite, options, process);
        Blobs = new BlobServiceClient(azurite.ConnectionString);
        Tables = new TableServiceClient(azurite.ConnectionString);
        Queues = new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
    }

    public Azurite Azurite { get; private set; }

    public BlobServiceClient Blobs { get; }

    public TableServiceClient Tables { get; }

    public QueueServiceClient Queues { get; }

    public HttpClient Http => _process.Http;

    public Uri BaseUrl => _process.BaseUrl;

    public string LogPath => _options.LogPath;

    public string FunctionKey => _options.FunctionKey;

    /// <summary>For files of the test; deleted with the app's.</summary>
    public string Folder => _options.WorkingDirectory;

    /// <summary>The process that ran the functions when it was last looked for.</summary>
    public int WorkerId { get; private set; }

    private BlobContainerClient Inbox => Blobs.GetBlobContainerClient(StorageNames.EpisodesContainer);

    /// <param name="connection">What the app is told to use; Azurite itself if null.</param>
    /// <param name="folder">The published app; the one that was built with the tests if null.</param>
    public static async Task<RunningApp> StartAsync(
        string name, IReadOnlyDictionary<string, string?> settings, Func<Azurite, Task<string>>? connection = null, string? folder = null)
    {
        var directory = Directory.CreateTempSubdirectory($"paperledge-{name}-").FullName;
        var azurite = await Azurite.StartAsync(
            AzuriteOptions.OnFreePorts(Path.Combine(directory, "storage"), Path.Combine(directory, "azurite.log")), CancellationToken.None);
        try
        {
            var port = LocalPorts.Free(1)[0];
            var options = new FunctionAppOptions(directory, Path.Combine(directory, "app.log"))
            {
                App = folder ?? Repository.FunctionApp,
                Port = port,
                ConnectionString = connection is null ? azurite.ConnectionString : await connection(azurite),
                Environment = new Dictionary<string, string?>(settings) { ["PublicBaseUrl"] = FunctionApp.AddressOf(port).AbsoluteUri },
            };
            var app = new RunningApp(azurite, options, await FunctionApp.StartAsync(options, CancellationToken.None));
            await app.FindWorkerAsync();
            return app;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL to the worker and the host: nothing that they hold in memory is written.</summary>
    public void Kill()
    {
        KillWorker();
        _process.Kill();
    }

    /// <summary>SIGKILL to the host and to what would end its worker with it: the worker lives on alone, as it does in Azure.</summary>
    /// <returns>The worker, to be killed when it is not needed any more.</returns>
    public Process KillHost()
    {
        var host = _process.Process.Id;
        var children = Directory.EnumerateDirectories($"/proc/{host}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var others = children.Select(child => int.Parse(child, CultureInfo.InvariantCulture)).Where(child => child != WorkerId);
        foreach (var id in others.Append(host))
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        return Process.GetProcessById(WorkerId);
    }

    /// <summary>SIGKILL to the worker alone, as when it runs out of memory in Azure; the host starts another.</summary>
    public void KillWorker()
    {
        using var worker = Process.GetProcessById(WorkerId);
        worker.Kill();
    }

    /// <summary>Finds out which process runs the functions now, so that it can be killed without delay.</summary>
    public async Task FindWorkerAsync() => WorkerId = await _process.GetWorkerIdAsync(CancellationToken.None);

    /// <summary>Waits until the host has another worker in the place of the one that was killed.</summary>
    public async Task WaitForNewWorkerAsync()
    {
        var dead = WorkerId;
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    await FindWorkerAsync();
                    return WorkerId != dead;
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                    return false; // not yet
                }
            },
            "another worker runs",
            this);
    }

    public async Task<int> StopAsync() => await _process.StopAsync();

    /// <param name="settings">New ones, or null for the same as before.</param>
    public async Task RestartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        await _process.DisposeAsync();
        if (settings is not null)
        {
            var address = _options.Environment["PublicBaseUrl"];
            _options = _options with { Environment = new Dictionary<string, string?>(settings) { ["PublicBaseUrl"] = address } };
        }

        _process = await FunctionApp.StartAsync(_options, CancellationToken.None);
        await FindWorkerAsync();
    }

    /// <summary>Stops Azurite and starts it again on the same data.</summary>
    public async Task RestartStorageAsync()
    {
        await Azurite.DisposeAsync();
        Azurite = await Azurite.StartAsync(Azurite.Options, CancellationToken.None);
    }

    public async Task PublishShowAsync()
    {
        var config = Blobs.GetBlobContainerClient(StorageNames.ConfigContainer);
        await config.GetBlobClient("artwork.png").UploadAsync(Samples.PathOf("artwork.png"), overwrite: true);
        await config.GetBlobClient(StorageNames.ShowSettingsBlob).UploadAsync(Samples.PathOf("show.json"), overwrite: true);
        await Eventually.IsTrueAsync(
            async () => (await this.StatusAsync()).Show.Title == "PaperLedge", "the show's settings are read", this);
    }

    public Task UploadAsync(string name, string path) => Inbox.GetBlobClient(name).UploadAsync(path, overwrite: true);

    public Task UploadAsync(string name, byte[] content) =>
        Inbox.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true);

    public Task DeleteAsync(string name) => Inbox.DeleteBlobAsync(name);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Azurite.DisposeAsync();
        if (Environment.GetEnvironmentVariable("PAPERLEDGE_KEEP_TEST_DATA") is null)
        {
            Directory.Delete(_options.WorkingDirectory, recursive: true);
        }
    }
}
