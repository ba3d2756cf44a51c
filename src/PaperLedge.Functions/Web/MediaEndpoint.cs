using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Web;

/// <summary>Audio and artwork. Audio never passes through a function: it is redirected to storage, or to what stands before it.</summary>
public sealed class MediaEndpoint(LedgerStore ledger, MediaStore media, ConfigStore config, IOptions<SiteSettings> settings)
{
    /// <summary>Shorter than the life of the address redirected to (a day), so that a cached redirect still works.</summary>
    private const string RedirectCache = "public, max-age=3600";

    /// <summary>Where media addresses lead; browsers must be allowed to follow.</summary>
    public Uri Origin => settings.Value.MediaBaseUrl is { Length: > 0 } network ? new Uri(network) : media.Endpoint;

    /// <param name="file"><c>{revision}.{ext}</c>, as the feed names it.</param>
    public async Task<IResult> RedirectAsync(HttpRequest request, string slug, string file, CancellationToken cancellationToken)
    {
        if (await ledger.FindPublishedAsync(slug, cancellationToken) is not { } published)
        {
            return NotFound(file);
        }

        // A feed fetched before a re-upload still names the revision of that day; its listeners get the present one.
        var enclosure = published.Enclosure;
        var address = settings.Value.MediaBaseUrl is { Length: > 0 } network
            ? new Uri($"{network.TrimEnd('/')}/{slug}/{enclosure.Revision.Value}.{enclosure.Extension}")
            : await media.AddressAsync(published.Slug, enclosure, cancellationToken);
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = RedirectCache;
        headers.AccessControlAllowOrigin = "*";
        return Results.Redirect(address.AbsoluteUri);
    }

    /// <param name="file">As the show's settings name it; no other file of the container is public.</param>
    public async Task<IResult> GetArtworkAsync(HttpRequest request, string file, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        if (show.Settings.Artwork != file || MediaTypeOf(file) is not { } type)
        {
            return NotFound(file);
        }

        return await config.ReadAsync(file, cancellationToken) is { } artwork
            ? ContentResponse.Create(request, artwork.Content, type, artwork.LastModified)
            : NotFound(file);
    }

    /// <summary>Apple takes JPEG and PNG, and nothing else.</summary>
    private static string? MediaTypeOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => null,
    };

    private static IResult NotFound(string file) =>
        Results.Text($"There is no '{file}' here; the feed lists what there is.\n", statusCode: StatusCodes.Status404NotFound);
}
