using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>The feed's documents: the main one with the newest episodes, and archives of what is older.</summary>
public sealed class FeedShelf
{
    /// <summary>Archives are asked for by few and rarely; more than these are built again when they are.</summary>
    private const int KeptArchives = 8;

    private readonly CurrentShow _current;
    private readonly LedgerStore _ledger;
    private readonly PublicUrls _urls;
    private readonly ShelvedDocument _main;
    private readonly ConcurrentDictionary<int, ShelvedDocument> _archives = [];

    public FeedShelf(CurrentShow current, LedgerStore ledger, PublicUrls urls, FeedGate gate, IOptions<FeedSettings> settings)
    {
        (_current, _ledger, _urls) = (current, ledger, urls);
        _main = new ShelvedDocument(current, ledger, async (show, cancellationToken) =>
        {
            var episodes = await ledger.ListNewestAsync(settings.Value.MaxEpisodes, cancellationToken);
            var document = new FeedDocument(show.Settings, show.FeedGuid, episodes, show.Updated) { OlderArchive = show.Archives.Count };
            return await gate.AdmitAsync(changed => FeedWriter.Write(document with { Changed = changed }, urls), show.Updated, cancellationToken);
        });
    }

    public ValueTask<DocumentContent> GetMainAsync(CancellationToken cancellationToken) => _main.GetAsync(cancellationToken);

    /// <param name="number">From 1, the oldest.</param>
    /// <returns>Null if there is no such archive.</returns>
    public async ValueTask<DocumentContent?> GetArchiveAsync(int number, CancellationToken cancellationToken)
    {
        var show = await _current.GetAsync(cancellationToken);
        if (number < 1 || number > show.Archives.Count)
        {
            return null;
        }

        if (_archives.Count >= KeptArchives && !_archives.ContainsKey(number))
        {
            _archives.Clear();
        }

        var archive = _archives.GetOrAdd(
            number, _ => new ShelvedDocument(_current, _ledger, (now, token) => BuildArchiveAsync(now, number, token)));
        return await archive.GetAsync(cancellationToken);
    }

    /// <summary>Its date is that of its own latest change, whatever else happens to the show.</summary>
    private async Task<DocumentContent> BuildArchiveAsync(Show show, int number, CancellationToken cancellationToken)
    {
        var episodes = await _ledger.ListArchiveAsync(
            show.Archives[number - 1], number > 1 ? show.Archives[number - 2] : null, cancellationToken);
        var changed = episodes.Select(episode => episode.Updated).Append(show.SettingsUpdated).Max();
        var document = new FeedDocument(show.Settings, show.FeedGuid, episodes, changed) { Archive = number, OlderArchive = number - 1 };
        return new DocumentContent(EncodedContent.Of(FeedWriter.Write(document, _urls)), changed);
    }
}
