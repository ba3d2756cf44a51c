using System.Text;
using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Functions.Feeds;

namespace PaperLedge.Functions.Http;

/// <summary>The site's page for addresses that lead nowhere.</summary>
public sealed class NotFoundPage(ShowCache shows, PageRenderer renderer, PublicUrls urls, MediaOrigin media)
{
    public async Task<IResult> CreateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var show = (await shows.GetAsync(cancellationToken)).Settings;
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy.ForPages(show, urls, media.Value);
        headers.CacheControl = Document.Brief;
        var html = await renderer.RenderNotFoundAsync(show, urls);
        return Results.Content(html, PageRenderer.MediaType, Encoding.UTF8, StatusCodes.Status404NotFound);
    }
}
