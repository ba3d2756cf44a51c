namespace PaperLedge.Core.Feed.Checking;

/// <summary>Artwork as far as its address shows it.</summary>
internal static class ImageRules
{
    public static void Check(Scope scope, string rule, FeedElement image)
    {
        if (AddressRules.Required(scope, rule, image, "href") is not { } address)
        {
            return;
        }

        if (!ShowArtwork.MayBePicture(address))
        {
            scope.Error(
                rule,
                image,
                $"{image.Tag} leads to a file of the kind {Scope.Quote(Path.GetExtension(address.AbsolutePath))}.",
                "Give the artwork as JPEG or PNG, with a name that ends in .jpg or .png.");
        }
    }
}
