using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>Every address that readers rely on; they never change (routePrefix is empty).</summary>
/// <param name="baseUrl">Absolute; https, loopback excepted. A path is kept, a trailing slash does not matter.</param>
public sealed class PublicUrls(Uri baseUrl)
{
    private readonly Uri _base = new(baseUrl.AbsoluteUri.TrimEnd('/') + "/");

    public Uri Show => _base;

    public Uri Feed => new(_base, "feed.xml");

    public Uri Artwork(string fileName) => new(_base, $"artwork/{Uri.EscapeDataString(fileName)}");

    public Uri Episode(EpisodeSlug slug) => new(_base, $"episodes/{slug.Value}");

    public Uri Transcript(EpisodeSlug slug, TranscriptFormat format) => new(_base, $"episodes/{slug.Value}/transcript.{format.Extension}");

    public Uri Media(EpisodeSlug slug, Enclosure enclosure) => new(_base, $"media/{slug.Value}/{enclosure.Revision.Value}.{enclosure.Extension}");
}
