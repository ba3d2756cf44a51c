using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Web;

/// <summary>The feed: built when the show's version has moved, served as it was built otherwise.</summary>
public sealed class FeedEndpoint(LedgerStore ledger, PublicUrls urls)
{
    /// <summary>The main document holds the newest so many episodes: clients that know no paging see all that most shows ever made.</summary>
    public const int MaxEpisodes = 1000;

    private const string ContentType = FeedWriter.MediaType + "; charset=utf-8";

    /// <summary>Immutable and replaced whole, so that readers of it need no lock.</summary>
    private Built? _built;

    public async Task<IResult> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (_built is not { } built || built.Version != show.Version)
        {
            built = new Built(show.Version, await BuildAsync(show, cancellationToken));
            _built = built;
        }

        return ContentResponse.Create(request, built.Content, ContentType, show.Updated);
    }

    private async Task<byte[]> BuildAsync(Show show, CancellationToken cancellationToken)
    {
        var newest = await ledger.ListNewestAsync(MaxEpisodes, from: null, cancellationToken);
        return FeedWriter.Write(new FeedDocument(show.Settings, show.FeedGuid, newest.Episodes, show.Updated), urls);
    }

    private sealed record Built(long Version, byte[] Content);
}
