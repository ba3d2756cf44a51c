using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.ComponentTests.App;

/// <summary>
/// One instance of the app as <c>AddPaperLedge</c> composes it, with a scripted transcriber and its storage requests in the test's hand.
/// </summary>
internal sealed class AppInstance : IAsyncDisposable
{
    public const string BaseUrl = "http://localhost:7071";

    private readonly IHost _host;

    private AppInstance(
        IHost host, FakeTimeProvider clock, StorageRequests storage, QueueDelays delays, ScriptedTranscriber speech, LogLines log) =>
        (_host, Clock, Storage, Delays, Speech, Log) = (host, clock, storage, delays, speech, log);

    public FakeTimeProvider Clock { get; }

    public StorageRequests Storage { get; }

    public QueueDelays Delays { get; }

    public ScriptedTranscriber Speech { get; }

    public LogLines Log { get; }

    public UploadRegistration UploadRegistration => Get<UploadRegistration>();

    public TranscriptionJob TranscriptionJob => Get<TranscriptionJob>();

    public Publisher Publisher => Get<Publisher>();

    public TidyJob TidyJob => Get<TidyJob>();

    public Announcements Announcements => Get<Announcements>();

    public FeedDocuments Feed => Get<FeedDocuments>();

    public LedgerStore Ledger => Get<LedgerStore>();

    /// <param name="withModel">Whether the app's own engine transcribes.</param>
    public static AppInstance Create(
        string connectionString, FakeTimeProvider clock, IEnumerable<(string Name, string Value)> settings, bool withModel)
    {
        var (storage, delays, speech, log) = (new StorageRequests(), new QueueDelays(), new ScriptedTranscriber(), new LogLines());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["PublicBaseUrl"] = BaseUrl,
        });
        // Two of one name: the later one counts.
        builder.Configuration.AddInMemoryCollection(settings.GroupBy(setting => setting.Name).Select(
            group => KeyValuePair.Create(group.Key, (string?)group.Last().Value)));
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddPaperLedge();
        if (!withModel)
        {
            builder.Services.AddSingleton<ITranscriber>(speech);
        }

        builder.Services.AddSingleton(new BlobServiceClient(connectionString, Watched(new BlobClientOptions(), storage)));
        builder.Services.AddSingleton(new TableServiceClient(connectionString, Watched(new TableClientOptions(), storage)));
        var queueOptions = Watched(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }, storage);
        queueOptions.AddPolicy(delays, HttpPipelinePosition.PerCall);
        builder.Services.AddSingleton(new QueueServiceClient(connectionString, queueOptions));
        return new AppInstance(builder.Build(), clock, storage, delays, speech, log);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Makes a class of functions, as the worker does for each invocation.</summary>
    public T Function<T>() => ActivatorUtilities.CreateInstance<T>(_host.Services);

    /// <summary>Moves the clock by as much as an attempt is silent, and waits until its row says that it is alive.</summary>
    public async Task LetHeartbeatAsync(CancellationToken cancellationToken)
    {
        var writes = Storage.Writes.Count;
        Clock.Advance(TimeSpan.FromSeconds(Get<IOptions<TranscriptionJobOptions>>().Value.ProgressSeconds));
        while (Storage.Writes.Count == writes)
        {
            await Task.Delay(1, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Retries as the SDK does by default, without the pauses.</summary>
    private static TOptions Watched<TOptions>(TOptions options, StorageRequests storage)
        where TOptions : ClientOptions
    {
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        options.AddPolicy(storage, HttpPipelinePosition.PerRetry);
        return options;
    }
}
