using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;
using PaperLedge.Functions.Http;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

public sealed class FeedDocuments(DocumentCache cache, LedgerStore ledger, PublicUrls urls, FeedGate gate, IOptions<FeedOptions> options)
{
    private readonly string _self = $"<{WebAddress.Ascii(urls.Feed)}>; rel=\"self\"";

    public async ValueTask<Document> GetMainAsync(CancellationToken cancellationToken) =>
        (await cache.GetAsync("feed.xml", ReadMainAsync, WriteMainAsync, cancellationToken))!;

    /// <param name="number">Number of the archive, from 1 for the oldest.</param>
    /// <returns>Null if there is no such archive.</returns>
    public ValueTask<Document?> GetArchiveAsync(int number, CancellationToken cancellationToken) =>
        cache.GetAsync(
            $"archive-{number}.xml",
            (show, token) => ReadArchiveAsync(show, number, token),
            (show, episodes, _) => Task.FromResult(WriteArchive(show, episodes, number)),
            cancellationToken);

    private async Task<List<PublishedEpisode>?> ReadMainAsync(Show show, CancellationToken cancellationToken) =>
        await ledger.ListNewestAsync(options.Value.MaxEpisodes, cancellationToken);

    private async Task<Document> WriteMainAsync(Show show, List<PublishedEpisode> episodes, CancellationToken cancellationToken)
    {
        var feed = new FeedDocument(show.Settings, show.FeedGuid, episodes, show.Updated) { OlderArchive = show.Archives.Count };
        var document = await gate.AdmitAsync(changed => FeedWriter.Write(feed with { Changed = changed }, urls), show, cancellationToken);
        // Subscribers find the hub by these links without reading the feed (https://www.w3.org/TR/websub/#discovery).
        return document with
        {
            Links = show.Settings.Hub is { } hub ? new StringValues([_self, $"<{WebAddress.Ascii(hub)}>; rel=\"hub\""]) : _self,
        };
    }

    private async Task<List<PublishedEpisode>?> ReadArchiveAsync(Show show, int number, CancellationToken cancellationToken) =>
        number < 1 || number > show.Archives.Count
            ? null
            : await ledger.ListArchiveAsync(show.Archives[number - 1], number > 1 ? show.Archives[number - 2] : null, cancellationToken);

    // An archive's date is that of its own latest change. An episode that left the feed may have been in it.
    private Document WriteArchive(Show show, List<PublishedEpisode> episodes, int number)
    {
        var changed = episodes.Select(episode => episode.Updated)
            .Append(show.SettingsUpdated)
            .Append(show.Removed ?? show.SettingsUpdated)
            .Max();
        var feed = new FeedDocument(show.Settings, show.FeedGuid, episodes, changed) { Archive = number, OlderArchive = number - 1 };
        return Document.OfFeed(FeedWriter.Write(feed, urls), changed);
    }
}
