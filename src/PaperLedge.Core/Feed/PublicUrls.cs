using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>All public addresses. Readers rely on them, so they never change (routePrefix is empty).</summary>
/// <param name="baseUrl">Absolute; https, or http on loopback. A path is kept; a trailing slash makes no difference.</param>
public sealed class PublicUrls(Uri baseUrl)
{
    private readonly Uri _base = new(baseUrl.AbsoluteUri.TrimEnd('/') + "/");

    public Uri Show => _base;

    /// <param name="from">As named by the page before; null for the newest episodes, which are at the show's own address.</param>
    public Uri ShowFrom(string? from) => from is null ? Show : new(_base, $"?from={Uri.EscapeDataString(from)}");

    /// <param name="name">Of one of <c>SiteAssets</c>; contains a hash of the content, so that it may be cached for ever.</param>
    public Uri Asset(string name) => new(_base, $"assets/{name}");

    public Uri Feed => new(_base, "feed.xml");

    /// <param name="number">From 1, the oldest.</param>
    public Uri Archive(int number) => new(_base, string.Create(CultureInfo.InvariantCulture, $"archive-{number}.xml"));

    public Uri Artwork(string fileName) => new(_base, $"artwork/{Uri.EscapeDataString(fileName)}");

    public Uri Episode(EpisodeSlug slug) => new(_base, $"episodes/{slug.Value}");

    /// <returns>The page with the player alone, for frames in other sites' pages.</returns>
    public Uri Embed(EpisodeSlug slug) => new(_base, $"embed/{slug.Value}");

    /// <returns>The page of an episode that waits, for those who have its key.</returns>
    public Uri Review(EpisodeSlug slug, string key) => new(_base, $"review/{slug.Value}/{key}");

    public Uri ReviewAudio(EpisodeSlug slug, string key) => new(_base, $"review/{slug.Value}/{key}/audio");

    /// <returns>The endpoint that tells other sites how to embed an episode (https://oembed.com).</returns>
    public Uri OEmbed(EpisodeSlug slug) => new(_base, $"oembed?url={Uri.EscapeDataString(Episode(slug).AbsoluteUri)}");

    /// <summary>The page and its data for the producer, which need a function key.</summary>
    public Uri StatusPage => new(_base, "status");

    /// <param name="after">The last slug of the page before; null for the first page.</param>
    public Uri Status(EpisodeSlug? after) => new(_base, after is { } slug ? $"api/episodes?after={slug.Value}" : "api/episodes");

    public Uri Health => new(_base, "api/health");

    public Uri Sitemap => new(_base, "sitemap.xml");

    /// <returns>The slug of the episode whose page has this address; null if it is not an episode page.</returns>
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

    public Uri Media(EpisodeSlug slug, Enclosure enclosure) =>
        new(_base, $"media/{slug.Value}/{enclosure.File}");
}

public static class ShowArtwork
{
    // The types that directories accept. An address without an extension may be either.
    private static readonly string[] s_extensions = ["", ".jpg", ".jpeg", ".png"];

    public static bool MayBePicture(Uri address) =>
        s_extensions.Contains(Path.GetExtension(address.AbsolutePath), StringComparer.OrdinalIgnoreCase);

    /// <returns>Null if the show has no artwork.</returns>
    public static Uri? Address(ShowSettings show, PublicUrls urls) =>
        string.IsNullOrWhiteSpace(show.Artwork) ? null
        : Uri.TryCreate(show.Artwork, UriKind.Absolute, out var address) && WebAddress.IsWeb(address) ? address
        : urls.Artwork(FileName(show));

    /// <summary>Whether a file name is the artwork's: now, before it was uploaded anew, or without the hash.</summary>
    public static bool IsFileName(ShowSettings show, string file) =>
        file == show.Artwork || (show.Artwork is { } artwork
            && Path.GetExtension(file) == Path.GetExtension(artwork)
            && Path.GetFileNameWithoutExtension(file) is var name
            && name.LastIndexOf('-') is >= 0 and var dash
            && name[..dash] == Path.GetFileNameWithoutExtension(artwork)
            && ShortHash.IsOne(name[(dash + 1)..]));

    /// <returns>Such as <c>cover-0123456789abcdef.png</c>.</returns>
    public static string FileName(ShowSettings show) => show.ArtworkTag is { } tag
        ? $"{Path.GetFileNameWithoutExtension(show.Artwork)}-{tag}{Path.GetExtension(show.Artwork)}"
        : show.Artwork!;
}
