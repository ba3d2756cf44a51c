using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PaperLedge.Functions.Http;

/// <summary>Responses with a document: in the encoding that the client prefers, as 304 if the client has it, or as ranges.</summary>
internal static class ContentResponse
{
    public static IResult Create(HttpRequest request, Document document)
    {
        var body = document.Content.For(request.Headers.AcceptEncoding);
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = document.CacheControl;
        if (document.Content.IsEncoded)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (document.Links.Count > 0)
        {
            headers.Link = document.Links;
        }

        if (document.ContentSecurityPolicy is { } policy)
        {
            headers.ContentSecurityPolicy = policy;
        }

        // Results.Bytes evaluates conditions too, but lets an older If-Modified-Since override a matching If-None-Match,
        // which RFC 9110 forbids (https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2).
        if (ConditionalRequest.IsNotModified(request.Headers.IfNoneMatch, request.Headers.IfModifiedSince, body.Tag, document.Changed))
        {
            headers.ETag = body.Tag.Value;
            headers.LastModified = document.Changed.ToString("R");
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (body.Encoding != ContentEncoding.Identity)
        {
            headers.ContentEncoding = body.Encoding.Name;
        }

        return Results.Bytes(
            body.Bytes,
            document.ContentType,
            enableRangeProcessing: true,
            lastModified: document.Changed,
            entityTag: new EntityTagHeaderValue(body.Tag.Value));
    }
}
