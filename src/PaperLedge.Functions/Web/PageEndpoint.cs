using System.Text;
using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Web;

/// <summary>The pages that people read.</summary>
public sealed class PageEndpoint(LedgerStore ledger, TranscriptReader transcripts, PageRenderer renderer, PublicUrls urls, MediaEndpoint media)
{
    private const int EpisodesOnAPage = 20;

    public async Task<IResult> GetShowAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var from = request.Query["from"].FirstOrDefault();
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (from is not null && !NewestPage.IsPlace(from))
        {
            return await NotFoundAsync(request, show.Settings);
        }

        var page = await ledger.ListNewestAsync(EpisodesOnAPage, from, cancellationToken);
        var html = await renderer.RenderShowAsync(new ShowPageModel(show.Settings, urls, page.Episodes, from, page.Next));
        return Page(request, html, show, ContentSecurityPolicy.ForPages(show.Settings, urls, media.Origin));
    }

    public async Task<IResult> GetEpisodeAsync(HttpRequest request, string slug, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (await ledger.FindPublishedAsync(slug, cancellationToken) is not { } episode)
        {
            return await NotFoundAsync(request, show.Settings);
        }

        var transcript = await transcripts.ReadAsync(episode, show.Settings, cancellationToken);
        var html = await renderer.RenderEpisodeAsync(new EpisodePageModel(show.Settings, urls, episode, transcript));
        return Page(request, html, show, ContentSecurityPolicy.ForEpisode(show.Settings, urls, episode.Metadata.Details, media.Origin));
    }

    /// <summary>The player alone, which any site may frame.</summary>
    public async Task<IResult> GetEmbedAsync(HttpRequest request, string slug, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (await ledger.FindPublishedAsync(slug, cancellationToken) is not { } episode)
        {
            return await NotFoundAsync(request, show.Settings);
        }

        var html = await renderer.RenderEmbedAsync(new EmbedPageModel(show.Settings, urls, episode));
        return Page(request, html, show, ContentSecurityPolicy.ForEmbedding(show.Settings, urls, media.Origin));
    }

    public async Task<IResult> GetAssetAsync(HttpRequest request, string file, CancellationToken cancellationToken)
    {
        if (SiteAssets.Find(file) is { } asset)
        {
            return ContentResponse.Create(request, asset.Content.ToArray(), asset.MediaType, DateTimeOffset.UnixEpoch, ContentResponse.Immutable);
        }

        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        return await NotFoundAsync(request, show.Settings);
    }

    /// <summary>Any change of the show or an episode moves the show's date; the ETag moves only with what is on the page.</summary>
    private static IResult Page(HttpRequest request, string html, Show show, string policy)
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = policy;
        return ContentResponse.Create(request, Encoding.UTF8.GetBytes(html), PageRenderer.MediaType, show.Updated);
    }

    private async Task<IResult> NotFoundAsync(HttpRequest request, ShowSettings show)
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy.ForPages(show, urls, media.Origin);
        var html = await renderer.RenderNotFoundAsync(show, urls);
        return Results.Content(html, PageRenderer.MediaType, Encoding.UTF8, StatusCodes.Status404NotFound);
    }
}
