using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Functions;

public sealed class DiscoveryFunctions(DocumentCache cache, LedgerStore ledger, PublicUrls urls)
{
    [Function("Robots")]
    public IResult GetRobots(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "robots.txt")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Results.Text($"User-agent: *\nDisallow: {new Uri(urls.Show, "api/").AbsolutePath}\n\nSitemap: {urls.Sitemap.AbsoluteUri}\n");

    [Function("SiteMap")]
    public async Task<IResult> GetSitemapAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sitemap.xml")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return ContentResponse.Create(request, (await cache.GetAsync("sitemap.xml", ReadAsync, WriteAsync, cancellationToken))!);

        async Task<List<PublishedEpisode>?> ReadAsync(Show show, CancellationToken token) =>
            await ledger.ListNewestAsync(Sitemap.MaxEpisodes, token);

        Task<Document> WriteAsync(Show show, List<PublishedEpisode> episodes, CancellationToken token) =>
            Task.FromResult(new Document(EncodedContent.Of(Sitemap.Write(urls, episodes)), "application/xml; charset=utf-8", show.Updated));
    }

    [Function("OEmbed")]
    public async Task<IResult> GetOEmbedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "oembed")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var query = request.Query;
        if (query["format"].FirstOrDefault() is { } format && format != "json")
        {
            return Results.Text("Only format=json is supported.\n", statusCode: StatusCodes.Status501NotImplemented);
        }

        var (width, height) = (Pixels(query["maxwidth"]), Pixels(query["maxheight"]));
        var slug = urls.EpisodeAt(query["url"].FirstOrDefault())?.Value ?? "";
        return await cache.GetAsync($"oembed-{width}-{height}", slug, WriteAsync, cancellationToken) is { } document
            ? ContentResponse.Create(request, document)
            : Results.Text(
                "Set url= to the address of an episode's page; the feed lists them.\n", statusCode: StatusCodes.Status404NotFound);

        Task<Document> WriteAsync(Show show, EpisodeSource source, CancellationToken token)
        {
            var json = OEmbed.Of(source.Show, urls, source.Episode, width, height).ToJsonString();
            return Task.FromResult(
                new Document(
                    EncodedContent.Of(Encoding.UTF8.GetBytes(json)), "application/json; charset=utf-8", source.Changed(show)));
        }
    }

    private static int? Pixels(string? text) => int.TryParse(text, out var pixels) && pixels > 0 ? pixels : null;
}
