using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts.Html;

namespace PaperLedge.Core.Pages;

/// <remarks>Our own script and style sheet only, none inline, and nothing from unknown origins.</remarks>
public static class ContentSecurityPolicy
{
    /// <summary>For a transcript in HTML, which loads nothing and contains one known style sheet.</summary>
    public static string ForTranscript { get; } =
        $"default-src 'none'; style-src {HtmlTranscriptWriter.StyleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <param name="show">Its artwork may be at another origin.</param>
    /// <param name="media">Where media addresses redirect, such as the storage account or a CDN.</param>
    public static string ForPages(ShowSettings show, PublicUrls urls, params IEnumerable<Uri> media) =>
        Policy(show, urls, [], media, "'self'");

    /// <summary>Like <see cref="ForPages"/>, for an episode's page: its images may be at other origins too.</summary>
    public static string ForEpisode(ShowSettings show, PublicUrls urls, EpisodeDetails episode, params IEnumerable<Uri> media) => Policy(
        show,
        urls,
        episode.Chapters.Select(chapter => chapter.Image).Prepend(episode.Image).OfType<Uri>().Where(WebAddress.IsWeb),
        media,
        "'self'");

    public static string ForEmbedding(ShowSettings show, PublicUrls urls, params IEnumerable<Uri> media) =>
        Policy(show, urls, [], media, "*");

    private static string Policy(ShowSettings show, PublicUrls urls, IEnumerable<Uri> pictures, IEnumerable<Uri> media, string frames)
    {
        var own = Origin(urls.Show);
        var origins = media.Select(Origin).Prepend(own).Distinct().ToList();
        var elsewhere = string.Join(' ', origins);
        var artwork = ShowArtwork.Address(show, urls) ?? urls.Show;
        var images = string.Join(' ', origins.Concat(pictures.Prepend(artwork).Select(Origin)).Distinct());
        return $"default-src 'none'; script-src 'self' {own}; style-src 'self' {own}; "
            + $"img-src 'self' {images}; media-src 'self' {elsewhere}; "
            + $"base-uri 'none'; form-action 'none'; frame-ancestors {frames}";
    }

    private static string Origin(Uri address)
    {
        var origin = new UriBuilder(address.Scheme, address.IdnHost, address.IsDefaultPort ? -1 : address.Port);
        return origin.Uri.GetLeftPart(UriPartial.Authority);
    }
}
