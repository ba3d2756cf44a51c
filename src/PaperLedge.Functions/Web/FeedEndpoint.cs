using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PaperLedge.Core.Feed;
using PaperLedge.Functions.Feeds;

namespace PaperLedge.Functions.Web;

/// <summary>The feed and its archives, as directories and apps fetch them.</summary>
public sealed class FeedEndpoint(FeedShelf shelf, CurrentShow current, PublicUrls urls)
{
    private const string ContentType = FeedWriter.MediaType + "; charset=utf-8";

    private readonly string _self = $"<{WebAddress.Ascii(urls.Feed)}>; rel=\"self\"";

    public async Task<IResult> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var document = await shelf.GetMainAsync(cancellationToken);
        var show = await current.GetAsync(cancellationToken);
        // WebSub's discovery (https://www.w3.org/TR/websub/#discovery): a subscriber need not read the feed for it.
        request.HttpContext.Response.Headers[HeaderNames.Link] =
            show.Settings.Hub is { } hub ? new StringValues([_self, $"<{WebAddress.Ascii(hub)}>; rel=\"hub\""]) : _self;
        return Send(request, document);
    }

    public async Task<IResult> GetArchiveAsync(HttpRequest request, string number, CancellationToken cancellationToken)
    {
        var document = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? await shelf.GetArchiveAsync(parsed, cancellationToken)
            : null;
        return document is not null
            ? Send(request, document)
            : Results.Text($"There is no archive '{number}' of the feed; {urls.Feed} links to those that there are.\n", statusCode: StatusCodes.Status404NotFound);
    }

    private static IResult Send(HttpRequest request, DocumentContent document)
    {
        // Players in other sites' pages fetch the feed by script.
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        return ContentResponse.Create(request, document.Content, ContentType, document.Changed);
    }
}
