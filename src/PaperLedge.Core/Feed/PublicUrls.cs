using System.Globalization;
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

    /// <param name="number">From 1, the oldest.</param>
    public Uri Archive(int number) => new(_base, string.Create(CultureInfo.InvariantCulture, $"archive-{number}.xml"));

    public Uri Artwork(string fileName) => new(_base, $"artwork/{Uri.EscapeDataString(fileName)}");

    public Uri Episode(EpisodeSlug slug) => new(_base, $"episodes/{slug.Value}");

    /// <summary>The player alone, for a frame in other sites' pages.</summary>
    public Uri Embed(EpisodeSlug slug) => new(_base, $"embed/{slug.Value}");

    /// <summary>What other sites ask how to show an episode (https://oembed.com).</summary>
    public Uri OEmbed(EpisodeSlug slug) => new(_base, $"oembed?url={Uri.EscapeDataString(Episode(slug).AbsoluteUri)}");

    public Uri Sitemap => new(_base, "sitemap.xml");

    /// <returns>The slug of the episode whose page is at that address; null if the address is of no such page.</returns>
    public EpisodeSlug? EpisodeAt(string? address)
    {
        var pages = new Uri(_base, "episodes/");
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && pages.IsBaseOf(uri)
            && EpisodeSlug.TryParse(uri.AbsolutePath[pages.AbsolutePath.Length..].TrimEnd('/'), out var slug)
            ? slug : null;
    }

    public Uri Transcript(EpisodeSlug slug, TranscriptFormat format) => new(_base, $"episodes/{slug.Value}/transcript.{format.Extension}");

    public Uri Chapters(EpisodeSlug slug) => new(_base, $"episodes/{slug.Value}/chapters.json");

    public Uri Media(EpisodeSlug slug, Enclosure enclosure) => new(_base, $"media/{slug.Value}/{enclosure.Revision.Value}.{enclosure.Extension}");
}
