using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;
using PaperLedge.Storage.Work;

namespace PaperLedge.Storage;

public static class StorageServices
{
    public static IServiceCollection AddPaperLedgeStorage(this IServiceCollection services)
    {
        services.AddAzureClientsCore();
        return services
            .AddSingleton<StorageConnection>()
            .AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Blobs())
            .AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Tables())
            .AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Queues())
            .AddSingleton<StorageSetup>()
            .AddSingleton<LedgerStore>()
            .AddSingleton<UploadStore>()
            .AddSingleton<SegmentStore>()
            .AddSingleton<WorkStore>()
            .AddSingleton<WorkFiles>()
            .AddSingleton<Inbox>()
            .AddSingleton<MediaStore>()
            .AddSingleton<TranscriptStore>()
            .AddSingleton<ConfigStore>()
            .AddSingleton<FeedStore>()
            .AddSingleton<AnnouncementStore>()
            .AddSingleton<AnnounceQueue>()
            .AddSingleton<WorkQueue>()
            .AddSingleton<QueueAges>();
    }
}

/// <summary>Creates the missing tables, containers and queues; several instances may do so at once.</summary>
public sealed class StorageSetup(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues)
{
    /// <summary>Lets scripts in other sites' pages, such as players, follow the app's redirects to storage.</summary>
    public static BlobCorsRule ReadersRule { get; } = new()
    {
        AllowedOrigins = "*",
        AllowedMethods = "GET,HEAD,OPTIONS",
        AllowedHeaders = "*",
        ExposedHeaders = "Accept-Ranges,Content-Length,Content-Range,ETag,Last-Modified",
        MaxAgeInSeconds = 86_400,
    };

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var table in StorageNames.Tables)
        {
            await tables.GetTableClient(table).CreateIfNotExistsAsync(cancellationToken);
        }

        foreach (var container in StorageNames.Containers)
        {
            await blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        foreach (var queue in StorageNames.Queues)
        {
            await queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        // In Azure, infra/storage.bicep sets the rule: the app's identity may not.
        if (blobs.Uri.IsLoopback)
        {
            await LetPlayersReadAsync(cancellationToken);
        }
    }

    private async Task LetPlayersReadAsync(CancellationToken cancellationToken)
    {
        BlobServiceProperties properties = await blobs.GetPropertiesAsync(cancellationToken);
        if (properties.Cors is not { Count: > 0 })
        {
            properties.Cors = [ReadersRule];
            await blobs.SetPropertiesAsync(properties, cancellationToken);
        }
    }
}
