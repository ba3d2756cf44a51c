using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>Every address that readers rely on; they never change (routePrefix is empty).</summary>
/// <param name="baseUrl">Absolute; https, loopback excepted. A path is kept, a trailing slash does not matter.</param>
public sealed class PublicUrls(Uri baseUrl)
{
    private readonly Uri _base = new(baseUrl.AbsoluteUri.TrimEnd('/') + "/");

    public Uri Show => _base;

    /// <summary>The show's page, from a place in the newest-first list on.</summary>
    /// <param name="from">As the page before it names it; null for the newest episodes, which are at the show's own address.</param>
    public Uri ShowFrom(string? from) => from is null ? Show : new(_base, $"?from={Uri.EscapeDataString(from)}");

    /// <param name="name">Of one of <c>SiteAssets</c>; it carries a hash of the content, so that it may be cached for ever.</param>
    public Uri Asset(string name) => new(_base, $"assets/{name}");

    public Uri Feed => new(_base, "feed.xml");

    public Uri Artwork(string fileName) => new(_base, $"artwork/{Uri.EscapeDataString(fileName)}");

    public Uri Episode(EpisodeSlug slug) => new(_base, $"episodes/{slug.Value}");

    public Uri Transcript(EpisodeSlug slug, TranscriptFormat format) => new(_base, $"episodes/{slug.Value}/transcript.{format.Extension}");

    public Uri Media(EpisodeSlug slug, Enclosure enclosure) => new(_base, $"media/{slug.Value}/{enclosure.Revision.Value}.{enclosure.Extension}");
}
