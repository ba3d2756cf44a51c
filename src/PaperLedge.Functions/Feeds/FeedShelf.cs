using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
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
    private readonly Shelf _shelf;
    private readonly ShelvedDocument _main;
    private readonly ConcurrentDictionary<int, ShelvedDocument> _archives = [];

    public FeedShelf(CurrentShow current, LedgerStore ledger, PublicUrls urls, FeedGate gate, Shelf shelf, IOptions<FeedSettings> settings)
    {
        (_current, _ledger, _urls, _shelf) = (current, ledger, urls, shelf);
        _main = shelf.Add(
            (_, cancellationToken) => ledger.ListNewestAsync(settings.Value.MaxEpisodes, cancellationToken),
            (show, episodes, cancellationToken) =>
            {
                var document = new FeedDocument(show.Settings, show.FeedGuid, episodes, show.Updated) { OlderArchive = show.Archives.Count };
                return gate.AdmitAsync(changed => FeedWriter.Write(document with { Changed = changed }, urls), show, cancellationToken);
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

        return await _archives.GetOrAdd(number, AddArchive).GetAsync(cancellationToken);
    }

    /// <summary>Its date is that of its own latest change, whatever else happens to the show.</summary>
    private ShelvedDocument AddArchive(int number) => _shelf.Add(
        (show, cancellationToken) => _ledger.ListArchiveAsync(
            show.Archives[number - 1], number > 1 ? show.Archives[number - 2] : null, cancellationToken),
        (show, episodes, _) =>
        {
            // An episode that left may have been one of these.
            var changed = episodes.Select(episode => episode.Updated).Append(show.SettingsUpdated).Append(show.Removed ?? show.SettingsUpdated).Max();
            var document = new FeedDocument(show.Settings, show.FeedGuid, episodes, changed) { Archive = number, OlderArchive = number - 1 };
            return Task.FromResult(new DocumentContent(EncodedContent.Of(FeedWriter.Write(document, _urls)), changed));
        });
}
