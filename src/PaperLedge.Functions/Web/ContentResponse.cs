using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PaperLedge.Core.Feed;

namespace PaperLedge.Functions.Web;

/// <summary>Content with its validators: 304 where the client has it, ranges and HEAD where it asks for them.</summary>
internal static class ContentResponse
{
    /// <summary>Caches may keep an answer for a minute; then they ask, and mostly hear 304.</summary>
    private const string Brief = "public, max-age=60";

    /// <summary>For addresses whose content never changes.</summary>
    public const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>Sends content in the encoding that the client likes best.</summary>
    public static IResult Create(HttpRequest request, EncodedContent content, string contentType, DateTimeOffset lastModified)
    {
        var body = content.For(request.Headers.AcceptEncoding);
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (body.Encoding != ContentEncoding.Identity)
        {
            headers.ContentEncoding = body.Encoding.Name;
        }

        return Create(request, body.Bytes, body.Tag, contentType, lastModified, Brief);
    }

    public static IResult Create(
        HttpRequest request, byte[] content, string contentType, DateTimeOffset lastModified, string cacheControl = Brief) =>
        Create(request, content, ContentTag.Of(content), contentType, lastModified, cacheControl);

    private static IResult Create(
        HttpRequest request, byte[] content, ContentTag tag, string contentType, DateTimeOffset lastModified, string cacheControl)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.XContentTypeOptions = "nosniff";
        if (ConditionalRequest.IsNotModified(request.Headers.IfNoneMatch, request.Headers.IfModifiedSince, tag, lastModified))
        {
            headers.ETag = tag.Value;
            headers.LastModified = lastModified.ToString("R");
            headers.Remove(HeaderNames.ContentEncoding);
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        return Results.Bytes(
            content, contentType, enableRangeProcessing: true, lastModified: lastModified, entityTag: new EntityTagHeaderValue(tag.Value));
    }
}
