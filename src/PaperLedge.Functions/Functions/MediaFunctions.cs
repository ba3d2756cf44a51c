using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Functions;

/// <summary>Audio and artwork. Functions never send audio: they redirect to storage, or to the network in front of it.</summary>
public sealed class MediaFunctions(
    DocumentCache cache, ShowCache shows, LedgerStore ledger, MediaStore media, ConfigStore config, IOptions<SiteOptions> options)
{
    // Shorter than the life of the address that a redirect leads to (a day), so that a cached redirect still works.
    private const string RedirectCache = "public, max-age=3600";

    /// <param name="file">File name from the feed: <c>{audio}.{ext}</c>.</param>
    [Function("Media")]
    public async Task<IResult> RedirectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "media/{slug}/{file}")] HttpRequest request,
        string slug,
        string file,
        CancellationToken cancellationToken)
    {
        if (await ledger.FindPublishedAsync(slug, cancellationToken) is not { } published)
        {
            return NotFound(file);
        }

        // A feed that was fetched before a re-upload names the earlier audio. An app may have a part of it, which must not be continued
        // with another file.
        if (file != published.Enclosure.File)
        {
            if (!Enclosure.IsFileName(file))
            {
                return NotFound(file);
            }

            if (!await media.HasAsync(published.Slug, file, cancellationToken))
            {
                return Results.Text(
                    $"The audio '{file}' was replaced, and is not kept; the feed has the address of the present one.\n",
                    statusCode: StatusCodes.Status410Gone);
            }
        }

        var address = options.Value.MediaBaseUrl is { Length: > 0 } network
            ? new Uri($"{network.TrimEnd('/')}/{MediaStore.NameOf(published.Slug, file)}")
            : await media.AddressAsync(published.Slug, file, cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = RedirectCache;
        return Results.Redirect(address.AbsoluteUri);
    }

    /// <param name="file">File name from the feed, of now or earlier; no other file of the container is public.</param>
    [Function("Artwork")]
    public async Task<IResult> GetArtworkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "artwork/{file}")] HttpRequest request,
        string file,
        CancellationToken cancellationToken)
    {
        // An artwork that is uploaded again under its name does not change the show's version.
        var settings = (await shows.GetAsync(cancellationToken)).Settings;
        var document = MediaTypeOf(file) is { } type && ShowArtwork.IsFileName(settings, file)
            ? await cache.GetAsync($"artwork/{settings.Artwork}", FindAsync, ReadAsync, cancellationToken, isOutsideVersion: true)
            : null;
        return document is not null ? ContentResponse.Create(request, document) : NotFound(file);

        async Task<string?> FindAsync(Show show, CancellationToken token) =>
            show.Settings.Artwork is { } name ? await config.FindVersionAsync(name, token) : null;

        async Task<Document> ReadAsync(Show show, string version, CancellationToken token)
        {
            var name = show.Settings.Artwork!;
            var artwork = await config.ReadAsync(name, token)
                ?? throw new InvalidOperationException($"The artwork '{name}' was deleted while it was read.");
            return new Document(EncodedContent.OfCompressed(artwork.Content), type, artwork.LastModified);
        }
    }

    // Apple accepts JPEG and PNG only.
    private static string? MediaTypeOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => null,
    };

    private static IResult NotFound(string file) =>
        Results.Text($"There is no file '{file}' here; the feed lists the existing files.\n", statusCode: StatusCodes.Status404NotFound);
}
