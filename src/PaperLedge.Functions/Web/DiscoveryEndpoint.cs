using System.Text;
using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Web;

/// <summary>What programs ask to find the pages and to show them elsewhere.</summary>
public sealed class DiscoveryEndpoint(LedgerStore ledger, CurrentShow current, Shelf shelf, PublicUrls urls)
{
    private readonly ShelvedDocument _sitemap = shelf.Add(
        (_, cancellationToken) => ledger.ListNewestAsync(Sitemap.MaxEpisodes, cancellationToken),
        (show, episodes, _) => Task.FromResult(new DocumentContent(EncodedContent.Of(Sitemap.Write(urls, episodes)), show.Updated)));

    public IResult GetRobots() =>
        Results.Text($"User-agent: *\nDisallow: {new Uri(urls.Show, "api/").AbsolutePath}\n\nSitemap: {urls.Sitemap.AbsoluteUri}\n");

    public async Task<IResult> GetSitemapAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var document = await _sitemap.GetAsync(cancellationToken);
        return ContentResponse.Create(request, document.Content, "application/xml; charset=utf-8", document.Changed);
    }

    public async Task<IResult> GetOEmbedAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = request.Query;
        request.HttpContext.Response.Headers.AccessControlAllowOrigin = "*";
        if (query["format"].FirstOrDefault() is { } format && format != "json")
        {
            return Results.Text("Only format=json is offered.\n", statusCode: StatusCodes.Status501NotImplemented);
        }

        if (urls.EpisodeAt(query["url"].FirstOrDefault()) is not { } slug
            || await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value.Published: { } episode })
        {
            return Results.Text("Give the address of an episode's page as url=; the feed lists them.\n", statusCode: StatusCodes.Status404NotFound);
        }

        var show = await current.GetAsync(cancellationToken);
        return Results.Text(
            OEmbed.Of(show.Settings, urls, episode, Pixels(query["maxwidth"]), Pixels(query["maxheight"])).ToJsonString(), "application/json", Encoding.UTF8);
    }

    private static int? Pixels(string? text) => int.TryParse(text, out var pixels) && pixels > 0 ? pixels : null;
}
