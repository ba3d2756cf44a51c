using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts.Html;

namespace PaperLedge.Core.Pages;

/// <summary>What browsers may do with our documents: no script at all, no inline style, nothing loaded from strangers.</summary>
public static class ContentSecurityPolicy
{
    /// <summary>For a transcript in HTML, which loads nothing and carries one known style sheet.</summary>
    public static string ForTranscript { get; } =
        $"default-src 'none'; style-src {HtmlTranscriptWriter.StyleSource}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <param name="show">Its artwork may lie elsewhere.</param>
    /// <param name="media">Where media addresses lead by redirect, such as the storage account or a CDN.</param>
    public static string ForPages(ShowSettings show, PublicUrls urls, params IEnumerable<Uri> media)
    {
        var own = Origin(urls.Show);
        var elsewhere = string.Join(' ', media.Select(Origin).Prepend(own).Distinct());
        var images = ShowArtwork.Address(show, urls) is { } artwork ? $"{elsewhere} {Origin(artwork)}" : elsewhere;
        return $"default-src 'none'; style-src 'self' {own}; img-src 'self' {images}; media-src 'self' {elsewhere}; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
    }

    private static string Origin(Uri address) => new UriBuilder(address.Scheme, address.IdnHost, address.IsDefaultPort ? -1 : address.Port).Uri.GetLeftPart(UriPartial.Authority);
}
