using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Feed;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Web;

/// <summary>A published episode's chapters, for players.</summary>
public sealed class ChaptersEndpoint(LedgerStore ledger)
{
    public async Task<IResult> GetAsync(HttpRequest request, string slug, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        return await ledger.FindPublishedAsync(slug, cancellationToken) is { Metadata.Details.Chapters.Count: > 0 } episode
            ? ContentResponse.Create(request, ChaptersWriter.Write(episode), ChaptersWriter.MediaType, episode.Updated)
            : Results.Text($"There are no chapters of an episode '{slug}'; the feed lists those that there are.\n", statusCode: StatusCodes.Status404NotFound);
    }
}
