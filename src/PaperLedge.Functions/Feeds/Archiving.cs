using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>
/// Seals archives of the feed before the main document is full: an episode is in an archive before it drops out of the main
/// document, and may for a while be in both, which is one episode to every app.
/// </summary>
public sealed partial class Archiving(LedgerStore ledger, IOptions<FeedSettings> settings, TimeProvider time, ILogger<Archiving> logger)
{
    private long _sealedUpTo = -1;

    /// <summary>Does nothing if nothing was published since it was last done, or if somebody else is at it.</summary>
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

    /// <summary>Where archives are to begin, oldest first.</summary>
    /// <param name="places">Of episodes that are in no archive, newest first.</param>
    internal static IReadOnlyList<string> Seal(IReadOnlyList<string> places, FeedSettings settings)
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
