using Microsoft.Extensions.DependencyInjection;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Storage;

public static class StorageRegistration
{
    /// <summary>Adds the stores, on the account named by <c>AzureWebJobsStorage</c>.</summary>
    public static IServiceCollection AddPaperLedgeStorage(this IServiceCollection services) => services
        .AddSingleton<StorageConnection>()
        .AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Blobs())
        .AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Tables())
        .AddSingleton(provider => provider.GetRequiredService<StorageConnection>().Queues())
        .AddSingleton<StorageSetup>()
        .AddSingleton<LedgerStore>()
        .AddSingleton<UploadStore>()
        .AddSingleton<SegmentStore>()
        .AddSingleton<ChunkStore>()
        .AddSingleton<Inbox>()
        .AddSingleton<MediaStore>()
        .AddSingleton<TranscriptStore>()
        .AddSingleton<ConfigStore>()
        .AddSingleton<FeedStore>()
        .AddSingleton<AnnouncementStore>()
        .AddSingleton<AnnounceQueue>()
        .AddSingleton<TranscribeQueue>();
}
