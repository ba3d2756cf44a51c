using System.Xml;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>The feed's move to another address: the old address redirects for good once the new one has a feed of the show.</summary>
/// <remarks>Apps that follow a permanent redirect to nowhere lose their subscribers.</remarks>
public sealed partial class FeedMove(
    LedgerStore ledger, HttpClient http, PublicUrls urls, IOptions<AnnounceOptions> settings, TimeProvider time, ILogger<FeedMove> logger)
{
    private const string Podcast = "https://podcastindex.org/namespace/1.0";

    private const string Atom = "http://www.w3.org/2005/Atom";

    private const int EpisodesCompared = 100;

    // Longer than any feed that directories accept.
    private const int MaxCharacters = 32 * 1024 * 1024;

    /// <returns>The address to which requests for the feed are redirected; null if the feed is here.</returns>
    public Uri? TargetOf(Show show) =>
        show.MovedTo is { } moved && moved == show.Settings.NewFeedUrl && !IsHere(moved) ? moved : null;

    /// <summary>Checks the new address unless it was found good before; the result is in the show's row.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (TargetOf(show) is not null || (show.Settings.NewFeedUrl is null && show is { MovedTo: null, MoveProblem: null }))
        {
            return;
        }

        var wanted = show.Settings.NewFeedUrl;
        var problem = wanted is null ? null : await FindProblemAsync(wanted, show, cancellationToken);
        await ConditionalWrite.RepeatAsync("The show's row", async () =>
        {
            var stored = await ledger.GetShowAsync(cancellationToken);
            if (stored.Value.Settings.NewFeedUrl != wanted)
            {
                return true;
            }

            var moved = problem is null ? wanted : null;
            var changed = stored.Value with { MovedTo = moved, MoveProblem = problem };
            if (moved != stored.Value.MovedTo)
            {
                changed = changed with { Version = changed.Version + 1, Updated = time.GetUtcNow() };
            }

            return changed == stored.Value || await ledger.ReplaceShowAsync(changed, stored.ETag, cancellationToken);
        });
        if (problem is not null && problem != show.MoveProblem)
        {
            LogProblem(problem);
        }
        else if (problem is null && wanted is not null)
        {
            LogMoved(wanted);
        }
    }

    private async Task<string?> FindProblemAsync(Uri address, Show show, CancellationToken cancellationToken)
    {
        var reason = await FindReasonAsync(address, show, cancellationToken);
        return reason is null ? null
            : $"newFeedUrl: {reason} The feed's address does not redirect yet. Correct \"newFeedUrl\" or the feed there; " +
                "it is checked again.";
    }

    private async Task<string?> FindReasonAsync(Uri address, Show show, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(settings.Value.TimeoutSeconds));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", ChangeNotifier.UserAgent);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return $"{address} answers {(int)answer.StatusCode} {answer.ReasonPhrase}.";
            }

            await using var content = await answer.Content.ReadAsStreamAsync(timeout.Token);
            var feed = await ReadAsync(content).WaitAsync(timeout.Token);
            return IsHere(answer.RequestMessage!.RequestUri) || IsHere(feed.Self)
                ? $"{address} leads back to this feed."
                : await FindReasonAsync(address, feed, show, cancellationToken);
        }
        catch (XmlException exception)
        {
            return $"{address} is not a well-formed feed: {exception.Message}";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return $"{address} cannot be read: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address} did not answer within {settings.Value.TimeoutSeconds} s.";
        }
    }

    private async Task<string?> FindReasonAsync(Uri address, FoundFeed feed, Show show, CancellationToken cancellationToken)
    {
        if (!feed.IsRss)
        {
            return $"{address} is not an RSS feed.";
        }

        if (feed.ItemGuids.Count == 0)
        {
            return $"{address} has no episodes.";
        }

        if (feed.Guid is { } guid)
        {
            return guid == show.FeedGuid ? null
                : $"{address} is the feed of another show: its podcast:guid is {guid}, not {show.FeedGuid}.";
        }

        var newest = await ledger.ListNewestAsync(EpisodesCompared, cancellationToken);
        return newest.Exists(episode => feed.ItemGuids.Contains(episode.Guid.Value))
            ? null
            : $"{address} has neither this show's podcast:guid, {show.FeedGuid}, nor one of its newest episodes.";
    }

    private bool IsHere(Uri? address) => address is not null && WebAddress.Ascii(address) == WebAddress.Ascii(urls.Feed);

    private static async Task<FoundFeed> ReadAsync(Stream content)
    {
        var limits = new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Ignore, MaxCharactersInDocument = MaxCharacters };
        using var xml = XmlReader.Create(content, limits);
        var feed = new FoundFeed();
        Action<string>? keep = null;
        while (await xml.ReadAsync())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                keep = feed.Note(xml);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                keep?.Invoke(xml.Value.Trim());
            }
        }

        return feed;
    }

    [LoggerMessage(2040, LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(2041, LogLevel.Information, "The feed's address redirects to {Address} from now on.")]
    private partial void LogMoved(Uri address);

    private sealed record FoundFeed
    {
        public bool IsRss { get; private set; }

        public Guid? Guid { get; private set; }

        public Uri? Self { get; private set; }

        public HashSet<string> ItemGuids { get; } = new(StringComparer.Ordinal);

        // Returns what to do with the element's text, or null.
        public Action<string>? Note(XmlReader xml)
        {
            IsRss |= xml is { Depth: 0, LocalName: "rss" };
            if (xml is { Depth: 2, LocalName: "link", NamespaceURI: Atom } && xml.GetAttribute("rel") == "self")
            {
                Self = Uri.TryCreate(xml.GetAttribute("href"), UriKind.Absolute, out var self) ? self : null;
            }

            return xml switch
            {
                { Depth: 2, LocalName: "guid", NamespaceURI: Podcast } =>
                    text => Guid = System.Guid.TryParse(text, out var parsed) ? parsed : null,
                { Depth: 3, LocalName: "guid", NamespaceURI: "" } => text => ItemGuids.Add(text),
                _ => null,
            };
        }
    }
}
