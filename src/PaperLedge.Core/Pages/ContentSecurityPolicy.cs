using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts.Html;

namespace PaperLedge.Core.Pages;

/// <summary>What browsers may do with our documents: our own script and style sheet and no inline ones, nothing loaded from strangers.</summary>
public static class ContentSecurityPolicy
{
    /// <summary>For a transcript in HTML, which loads nothing and carries one known style sheet.</summary>
    public static string ForTranscript { get; } =
        $"default-src 'none'; style-src {HtmlTranscriptWriter.StyleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <param name="show">Its artwork may lie elsewhere.</param>
    /// <param name="media">Where media addresses lead by redirect, such as the storage account or a CDN.</param>
    public static string ForPages(ShowSettings show, PublicUrls urls, params IEnumerable<Uri> media) => Policy(show, urls, [], media, "'self'");

    /// <summary>As <see cref="ForPages"/>, for an episode's page: its images may lie elsewhere too.</summary>
    public static string ForEpisode(ShowSettings show, PublicUrls urls, EpisodeDetails episode, params IEnumerable<Uri> media) => Policy(
        show, urls, episode.Chapters.Select(chapter => chapter.Image).Prepend(episode.Image).OfType<Uri>().Where(WebAddress.IsWeb), media, "'self'");

    /// <summary>As <see cref="ForPages"/>, for the player that any site may frame.</summary>
    public static string ForEmbedding(ShowSettings show, PublicUrls urls, params IEnumerable<Uri> media) => Policy(show, urls, [], media, "*");

    private static string Policy(ShowSettings show, PublicUrls urls, IEnumerable<Uri> pictures, IEnumerable<Uri> media, string frames)
    {
        var own = Origin(urls.Show);
        var origins = media.Select(Origin).Prepend(own).Distinct().ToList();
        var elsewhere = string.Join(' ', origins);
        var images = string.Join(' ', origins.Concat(pictures.Prepend(ShowArtwork.Address(show, urls) ?? urls.Show).Select(Origin)).Distinct());
        return $"default-src 'none'; script-src 'self' {own}; style-src 'self' {own}; img-src 'self' {images}; media-src 'self' {elsewhere}; "
            + $"base-uri 'none'; form-action 'none'; frame-ancestors {frames}";
    }

    private static string Origin(Uri address) => new UriBuilder(address.Scheme, address.IdnHost, address.IsDefaultPort ? -1 : address.Port).Uri.GetLeftPart(UriPartial.Authority);
}
