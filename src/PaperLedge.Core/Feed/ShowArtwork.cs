using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>Where a show's artwork is found.</summary>
public static class ShowArtwork
{
    /// <summary>Null if the show has none.</summary>
    public static Uri? Address(ShowSettings show, PublicUrls urls) =>
        string.IsNullOrWhiteSpace(show.Artwork) ? null
        : Uri.TryCreate(show.Artwork, UriKind.Absolute, out var address) && WebAddress.IsWeb(address) ? address
        : urls.Artwork(show.Artwork);
}
