using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Functions;

public sealed class PageFunctions(
    DocumentCache cache,
    LedgerStore ledger,
    TranscriptReader transcripts,
    PageRenderer renderer,
    PublicUrls urls,
    MediaOrigin media,
    NotFoundPage notFound)
{
    private const int EpisodesOnAPage = 20;

    // When the renderer was built: a release may change a page's look without changing its content.
    private static readonly DateTimeOffset s_released = File.GetLastWriteTimeUtc(typeof(PageRenderer).Assembly.Location);

    [Function("ShowPage")]
    public async Task<IResult> GetShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var from = request.Query["from"].FirstOrDefault();
        var page = from is not null && !NewestPage.IsPlace(from)
            ? null
            : await cache.GetAsync($"show/{from}", ReadAsync, WriteAsync, cancellationToken);
        return await SendAsync(request, page, cancellationToken);

        async Task<NewestPage?> ReadAsync(Show show, CancellationToken token) =>
            await ledger.ListNewestAsync(EpisodesOnAPage, from, token);

        async Task<Document> WriteAsync(Show show, NewestPage newest, CancellationToken token)
        {
            var html = await renderer.RenderShowAsync(new ShowPageModel(show.Settings, urls, newest.Episodes, from, newest.Next));
            return Page(html, show.Updated, ContentSecurityPolicy.ForPages(show.Settings, urls, media.Value));
        }
    }

    [Function("EpisodePage")]
    public async Task<IResult> GetEpisodeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "episodes/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        // Addresses that people type.
        if (slug.Any(char.IsUpper) && await ledger.FindPublishedAsync(slug.ToLowerInvariant(), cancellationToken) is { } typed)
        {
            return Results.Redirect(urls.Episode(typed.Slug).AbsoluteUri, permanent: true);
        }

        return await SendAsync(request, await cache.GetAsync("episode", slug, WriteAsync, cancellationToken), cancellationToken);

        async Task<Document> WriteAsync(Show show, EpisodeSource source, CancellationToken token)
        {
            var transcript = await transcripts.ReadAsync(source.Episode, source.Show, token);
            var html = await renderer.RenderEpisodeAsync(new EpisodePageModel(source.Show, urls, source.Episode, transcript));
            return Page(
                html,
                source.Changed(show),
                ContentSecurityPolicy.ForEpisode(source.Show, urls, source.Episode.Metadata.Details, media.Value));
        }
    }

    /// <summary>Serves the player alone, which any site may frame.</summary>
    [Function("Embed")]
    public async Task<IResult> GetEmbedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "embed/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken)
    {
        return await SendAsync(request, await cache.GetAsync("embed", slug, WriteAsync, cancellationToken), cancellationToken);

        async Task<Document> WriteAsync(Show show, EpisodeSource source, CancellationToken token)
        {
            var html = await renderer.RenderEmbedAsync(new EmbedPageModel(source.Show, urls, source.Episode));
            return Page(html, source.Changed(show), ContentSecurityPolicy.ForEmbedding(source.Show, urls, media.Value));
        }
    }

    /// <summary>Redirects to the icon: browsers ask for this address where no page names another.</summary>
    [Function("FavoriteIcon")]
    public IResult GetIcon(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "favicon.ico")] HttpRequest request,
        CancellationToken cancellationToken) =>
        Results.Redirect(urls.Asset(SiteAssets.Mark.Name).AbsoluteUri);

    [Function("Asset")]
    public async Task<IResult> GetAssetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{file}")] HttpRequest request,
        string file,
        CancellationToken cancellationToken)
    {
        return await SendAsync(request, await cache.GetAsync($"asset/{file}", ReadAsync, WriteAsync, cancellationToken), cancellationToken);

        Task<SiteAsset?> ReadAsync(Show show, CancellationToken token) => Task.FromResult(SiteAssets.Find(file));

        Task<Document> WriteAsync(Show show, SiteAsset asset, CancellationToken token) => Task.FromResult(
            new Document(EncodedContent.Of(asset.Content.ToArray()), asset.MediaType, DateTimeOffset.UnixEpoch)
            {
                CacheControl = Document.Immutable,
            });
    }

    private static Document Page(string html, DateTimeOffset changed, string policy)
    {
        var later = changed > s_released ? changed : s_released;
        return new Document(EncodedContent.Of(Encoding.UTF8.GetBytes(html)), PageRenderer.MediaType, later)
        {
            ContentSecurityPolicy = policy,
        };
    }

    private async Task<IResult> SendAsync(HttpRequest request, Document? page, CancellationToken cancellationToken) =>
        page is not null ? ContentResponse.Create(request, page) : await notFound.CreateAsync(request, cancellationToken);
}
