using Microsoft.Extensions.Primitives;
using PaperLedge.Core.Feed;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Functions.Http;

/// <param name="Changed">Date of the last change, sent as Last-Modified.</param>
public sealed record Document(EncodedContent Content, string ContentType, DateTimeOffset Changed)
{
    /// <summary>
    /// Cache-Control by which caches keep a document for a minute; then they ask, and mostly get 304. While the app fails, they may serve
    /// what they have for an hour.
    /// </summary>
    public const string Brief = "public, max-age=60, stale-if-error=3600";

    public const string Immutable = "public, max-age=31536000, immutable";

    public string CacheControl { get; init; } = Brief;

    public string? ContentSecurityPolicy { get; init; }

    public StringValues Links { get; init; }

    /// <summary>Errors of the newest feed, for which directories would refuse it; empty if it has none.</summary>
    public IReadOnlyList<FeedFinding> Refused { get; init; } = [];

    public static Document OfFeed(byte[] xml, DateTimeOffset changed) =>
        new(EncodedContent.Of(xml), FeedWriter.MediaType + "; charset=utf-8", changed);
}
