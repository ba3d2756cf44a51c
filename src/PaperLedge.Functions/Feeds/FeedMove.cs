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

    // Longer than any feed that directories accept.
    private const int MaxCharacters = 32 * 1024 * 1024;

    /// <returns>The address to which requests for the feed are redirected; null if the feed is here.</returns>
    public static Uri? TargetOf(Show show) => show.MovedTo is { } moved && moved == show.Settings.NewFeedUrl ? moved : null;

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
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return $"{address} answers {(int)answer.StatusCode} {answer.ReasonPhrase}.";
            }

            if (answer.RequestMessage!.RequestUri is { } last && WebAddress.Ascii(last) == WebAddress.Ascii(urls.Feed))
            {
                return $"{address} leads back to this feed.";
            }

            await using var content = await answer.Content.ReadAsStreamAsync(timeout.Token);
            return await ReadAsync(content) is var (isFeed, guid, hasItems) && !isFeed ? $"{address} is not an RSS feed."
                : guid is not null && guid != show.FeedGuid
                    ? $"{address} is the feed of another show: its podcast:guid is {guid}, not {show.FeedGuid}."
                : hasItems ? null
                : $"{address} has no episodes.";
        }
        catch (XmlException exception)
        {
            return $"{address} is not a well-formed feed: {exception.Message}";
        }
        catch (HttpRequestException exception)
        {
            return $"{address} cannot be reached: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address} did not answer within {settings.Value.TimeoutSeconds} s.";
        }
    }

    private static async Task<(bool IsFeed, Guid? Guid, bool HasItems)> ReadAsync(Stream content)
    {
        var limits = new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Ignore, MaxCharactersInDocument = MaxCharacters };
        using var xml = XmlReader.Create(content, limits);
        var (isFeed, hasItems, isGuid) = (false, false, false);
        Guid? guid = null;
        while (await xml.ReadAsync())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                isFeed |= xml is { Depth: 0, LocalName: "rss" };
                hasItems |= xml is { Depth: 2, LocalName: "item" };
                isGuid = xml is { Depth: 2, LocalName: "guid", NamespaceURI: Podcast };
            }
            else if (isGuid && xml is { NodeType: XmlNodeType.Text, Depth: 3 } && Guid.TryParse(xml.Value, out var parsed))
            {
                guid = parsed;
            }
        }

        return (isFeed, guid, hasItems);
    }

    [LoggerMessage(2010, LogLevel.Warning, "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(2011, LogLevel.Information, "The feed's address redirects to {Address} from now on.")]
    private partial void LogMoved(Uri address);
}
