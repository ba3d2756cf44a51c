using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Time.Testing;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Uploads;
using PaperLedge.Storage.Work;

namespace PaperLedge.ComponentTests.App;

/// <summary>The app on a storage account of its own, with a clock that the test moves and clients to look into storage.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly (string Name, string Value)[] _settings;
    private readonly List<AppInstance> _instances = [];

    private TestApp(string connectionString, (string Name, string Value)[] settings)
    {
        (_connectionString, _settings) = (connectionString, settings);
        Blobs = new BlobServiceClient(connectionString);
        Tables = new TableServiceClient(connectionString);
        Queues = new QueueServiceClient(connectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        Ledger = new LedgerStore(Tables);
    }

    /// <summary>Azurite has the machine's clock; this one starts a minute ahead, so that no upload comes from the future.</summary>
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow().AddMinutes(1));

    public BlobServiceClient Blobs { get; }

    public TableServiceClient Tables { get; }

    public QueueServiceClient Queues { get; }

    /// <summary>Reads rows for the test, whatever becomes of the instances.</summary>
    public LedgerStore Ledger { get; }

    /// <summary>The only instance, in most tests.</summary>
    public AppInstance First => _instances[0];

    public static async Task<TestApp> StartAsync(string connectionString, (string Name, string Value)[] settings)
    {
        var app = new TestApp(connectionString, settings);
        var first = app.AddInstance();
        await first.Get<StorageSetup>().EnsureAsync(default);
        await first.Get<ShowRegistration>().CreateAsync(default);
        first.Storage.Forget();
        return app;
    }

    /// <param name="clock">The instance's own clock, for one that stands still while the others go on; by default it shares theirs.</param>
    /// <param name="settings">In addition to the test's.</param>
    /// <param name="withModel">Whether the app's own engine transcribes, not a script.</param>
    public AppInstance AddInstance(FakeTimeProvider? clock = null, (string Name, string Value)[]? settings = null, bool withModel = false)
    {
        var instance = AppInstance.Create(_connectionString, clock ?? Clock, [.. _settings, .. settings ?? []], withModel);
        _instances.Add(instance);
        return instance;
    }

    public Task UploadAsync(string name, byte[] content) => UploadAsync(StorageNames.EpisodesContainer, name, content);

    public Task UploadAsync(string name, string content) => UploadAsync(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Uploads <c>show.json</c> and has the app read it.</summary>
    public async Task SetUpShowAsync(string json)
    {
        await UploadAsync(StorageNames.ConfigContainer, StorageNames.ShowSettingsBlob, Encoding.UTF8.GetBytes(json));
        await First.Get<ShowRegistration>().RegisterAsync(StorageNames.ShowSettingsBlob, default);
    }

    /// <param name="hub">Who is told of changes; nobody by default.</param>
    public Task SetUpGoodShowAsync(string title = "Some show", Uri? hub = null) => SetUpShowAsync(JsonSerializer.Serialize(new
    {
        title,
        description = "Made for a test.",
        language = "en",
        author = "Somebody",
        category = "Science",
        artwork = "artwork.png",
        hub,
    }));

    public Task DeleteAsync(string name) => Blobs.GetBlobContainerClient(StorageNames.EpisodesContainer).DeleteBlobAsync(name);

    /// <summary>Uploads audio and takes it all the way into the feed.</summary>
    public async Task<Episode> PublishAsync(string name, byte[] audio)
    {
        await UploadAsync(name, audio);
        await First.UploadRegistration.RegisterAsync(name, default);
        var slug = Path.GetFileNameWithoutExtension(name);
        await First.TranscriptionJob.RunAsync(await NextMessageAsync(), default);
        return await EpisodeAsync(slug);
    }

    /// <summary>Uploads audio and registers it; its message stays in the queue.</summary>
    public async Task<Episode> RegisterAsync(string name, byte[] content)
    {
        await UploadAsync(name, content);
        await First.UploadRegistration.RegisterAsync(name, default);
        return await EpisodeAsync(Path.GetFileNameWithoutExtension(name));
    }

    public async Task<UploadRecord> UploadRecordAsync(string name) =>
        await new UploadStore(Tables).ListAsync(default).SingleAsync(upload => upload.BlobName == name);

    /// <summary>The state of a piece that is not published yet.</summary>
    public async Task<WorkState> PieceAsync(string slug, Revision revision, int piece = 0) =>
        (await new WorkStore(Tables).FindAsync(new(EpisodeSlug.Parse(slug), revision, piece), default))!.Value;

    /// <summary>What is left of the work on any episode: rows and files.</summary>
    public async Task<int> CountWorkAsync() =>
        (await RowsAsync(StorageNames.PiecesTable)).Count + (await BlobNamesAsync(StorageNames.WorkContainer)).Count;

    /// <summary>An episode's row as it is, with its version.</summary>
    public async Task<Versioned<Episode>> RowAsync(string slug) => (await Ledger.FindEpisodeAsync(EpisodeSlug.Parse(slug), default))!;

    /// <summary>The rendered transcript that listeners have.</summary>
    public async Task<string> TranscriptAsync(string slug, TranscriptFormat format)
    {
        var episode = await EpisodeAsync(slug);
        var content = await new TranscriptStore(Blobs).ReadAsync(
            episode.Slug, episode.Published!.Revision, episode.TranscriptTag!, format, default);
        return Encoding.UTF8.GetString(content!);
    }

    public async Task<Episode> EpisodeAsync(string slug) =>
        await FindEpisodeAsync(slug) ?? throw new InvalidOperationException($"There is no episode '{slug}'.");

    public async Task<Episode?> FindEpisodeAsync(string slug) =>
        (await Ledger.FindEpisodeAsync(EpisodeSlug.Parse(slug), default))?.Value;

    public async Task<Show> ShowAsync() => (await Ledger.GetShowAsync(default)).Value;

    /// <summary>
    /// Has an instance, by default the first, prepare what is queued, and takes the next message off the queue <c>transcribe</c>.
    /// </summary>
    public async Task<WorkMessage> NextMessageAsync(AppInstance? instance = null)
    {
        await PrepareAllAsync(instance ?? First);
        return await TakeAsync<WorkMessage>(StorageNames.TranscribeQueue) ?? throw new InvalidOperationException("No piece is queued.");
    }

    public async Task PrepareAllAsync(AppInstance instance)
    {
        while (await TakeAsync<WorkMessage>(StorageNames.PrepareQueue) is { } message)
        {
            await instance.TranscriptionJob.RunAsync(message, default);
        }
    }

    /// <summary>
    /// Handles messages until none is left: a changed sidecar or setting makes another revision, with messages of its own.
    /// </summary>
    public async Task TranscribeAllAsync(AppInstance instance)
    {
        while (await TakeAsync<WorkMessage>(StorageNames.PrepareQueue) is { } message
            || (message = await TakeAsync<WorkMessage>(StorageNames.TranscribeQueue)) is not null)
        {
            await instance.TranscriptionJob.RunAsync(message, default);
        }
    }

    /// <summary>Takes the next message off a queue; null if it is empty.</summary>
    public async Task<TMessage?> TakeAsync<TMessage>(string queue)
        where TMessage : class
    {
        var client = Queues.GetQueueClient(queue);
        if ((await client.ReceiveMessageAsync()).Value is not { } message)
        {
            return null;
        }

        await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return message.Body.ToObjectFromJson<TMessage>(JsonSerializerOptions.Web);
    }

    public async Task<int> CountMessagesAsync(string queue) =>
        (await Queues.GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public async Task<List<TableEntity>> RowsAsync(string table) =>
        await Tables.GetTableClient(table).QueryAsync<TableEntity>().ToListAsync();

    public async Task<List<string>> BlobNamesAsync(string container) =>
        await Blobs.GetBlobContainerClient(container).GetBlobsAsync().Select(blob => blob.Name).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    private async Task UploadAsync(string container, string name, byte[] content) =>
        await Blobs.GetBlobContainerClient(container).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true);
}
