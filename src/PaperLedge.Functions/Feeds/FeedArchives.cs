using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

// An episode is in an archive before it leaves the main document. For a while it may be in both: its guid makes it one episode to apps.
/// <summary>Archives of the feed, sealed before the main document is full.</summary>
public sealed partial class FeedArchives(
    LedgerStore ledger, IOptions<FeedOptions> settings, TimeProvider time, ILogger<FeedArchives> logger)
{
    private long _sealedUpTo = -1;

    /// <summary>Seals archives if the show has changed since the last run, unless another instance is faster.</summary>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        var stored = await ledger.GetShowAsync(cancellationToken);
        var show = stored.Value;
        if (show.Version == _sealedUpTo)
        {
            return;
        }

        var archives = Seal(await ledger.ListPlacesAsync(show.Archives is [.., var last] ? last : null, cancellationToken), settings.Value);
        if (archives.Count == 0)
        {
            _sealedUpTo = show.Version;
            return;
        }

        var changed = show with { Archives = [.. show.Archives, .. archives], Version = show.Version + 1, Updated = time.GetUtcNow() };
        if (await ledger.ReplaceShowAsync(changed, stored.ETag, cancellationToken))
        {
            LogSealed(archives.Count, changed.Archives.Count);
        }
    }

    /// <param name="places">Places of the episodes that are in no archive, newest first.</param>
    /// <returns>Places at which new archives begin, oldest first.</returns>
    internal static IReadOnlyList<string> Seal(IReadOnlyList<string> places, FeedOptions settings)
    {
        var archives = new List<string>();
        for (var left = places.Count; left > settings.MaxEpisodes - settings.Slack && left >= settings.ArchiveEpisodes;)
        {
            left -= settings.ArchiveEpisodes;
            archives.Add(places[left]);
        }

        return archives;
    }

    [LoggerMessage(2020, LogLevel.Information, "Sealed {Count} archives of the feed; there are {Total} now.")]
    private partial void LogSealed(int count, int total);
}
