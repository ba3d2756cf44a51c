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

    public static IResult Create(
        HttpRequest request, byte[] content, string contentType, DateTimeOffset lastModified, string cacheControl = Brief)
    {
        var tag = ContentTag.Of(content);
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.XContentTypeOptions = "nosniff";
        if (ConditionalRequest.IsNotModified(request.Headers.IfNoneMatch, request.Headers.IfModifiedSince, tag, lastModified))
        {
            headers.ETag = tag.Value;
            headers.LastModified = lastModified.ToString("R");
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        return Results.Bytes(
            content, contentType, enableRangeProcessing: true, lastModified: lastModified, entityTag: new EntityTagHeaderValue(tag.Value));
    }
}
