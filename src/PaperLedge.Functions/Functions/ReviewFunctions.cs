using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Functions.Http;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Functions;

/// <summary>Pages of episodes that wait to be published, for those who have the address with its key.</summary>
public sealed class ReviewFunctions(
    LedgerStore ledger,
    Publisher publisher,
    MediaStore files,
    PageRenderer renderer,
    PublicUrls urls,
    MediaOrigin media,
    NotFoundPage notFound)
{
    [Function("Review")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/{slug}/{key}")] HttpRequest request,
        string slug,
        string key,
        CancellationToken cancellationToken)
    {
        var episode = await FindAsync(slug, key, cancellationToken);
        if (episode is null || await publisher.PreviewAsync(episode, cancellationToken) is not { } preview)
        {
            return await notFound.CreateAsync(request, cancellationToken);
        }

        var html = await renderer.RenderEpisodeAsync(
            new EpisodePageModel(preview.Show, urls, preview.Episode, preview.Transcript) { ReviewKey = key });
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        // The key must not reach the sites that the show notes link to.
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = ContentSecurityPolicy.ForEpisode(
            preview.Show, urls, preview.Episode.Metadata.Details, media.Value, files.Endpoint);
        return Results.Content(html, PageRenderer.MediaType, Encoding.UTF8);
    }

    [Function("ReviewAudio")]
    public async Task<IResult> GetAudioAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "review/{slug}/{key}/audio")] HttpRequest request,
        string slug,
        string key,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(slug, key, cancellationToken) is not { Upload: { } upload, Audio: { } audio } episode)
        {
            return await notFound.CreateAsync(request, cancellationToken);
        }

        var address = EncodedAudio.Of(episode) is { } encoded
            ? await files.AddressAsync(episode.Slug, Enclosure.FileName(encoded.Version, encoded.Extension), cancellationToken)
            : await files.AddressAsync(upload, audio.MediaType, cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(address.AbsoluteUri);
    }

    // Null unless the episode waits and the key is its own.
    private async Task<Episode?> FindAsync(string slug, string key, CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed)
        && await ledger.FindEpisodeAsync(parsed, cancellationToken) is { Value: { ReviewKey: { } secret } episode }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(key))
            ? episode
            : null;
}
