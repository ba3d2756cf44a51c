using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>Where a show's artwork is found.</summary>
public static class ShowArtwork
{
    /// <summary>What directories take, by the end of the address; one that names no kind of file may be either.</summary>
    private static readonly string[] Extensions = ["", ".jpg", ".jpeg", ".png"];

    public static bool MayBePicture(Uri address) =>
        Extensions.Contains(Path.GetExtension(address.AbsolutePath), StringComparer.OrdinalIgnoreCase);

    /// <summary>Null if the show has none.</summary>
    public static Uri? Address(ShowSettings show, PublicUrls urls) =>
        string.IsNullOrWhiteSpace(show.Artwork) ? null
        : Uri.TryCreate(show.Artwork, UriKind.Absolute, out var address) && WebAddress.IsWeb(address) ? address
        : urls.Artwork(show.Artwork);
}
