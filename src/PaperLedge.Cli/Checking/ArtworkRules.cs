using System.Globalization;

namespace PaperLedge.Cli.Checking;

/// <summary>Apple's rules for artwork (https://podcasters.apple.com/support/896-artwork-requirements).</summary>
internal static class ArtworkRules
{
    public const string Rule = "artwork";

    // Bytes that contain a picture's size, even after a long colour profile.
    public const int HeaderLength = 1024 * 1024;

    private const int Smallest = 1400, Largest = 3000;

    // Bytes. A square of 3,000 pixels needs no more at a good quality.
    private const int Heavy = 512 * 1000;

    /// <param name="name">The picture's address or name, for messages.</param>
    /// <param name="picture">Its beginning, of <see cref="HeaderLength"/>.</param>
    /// <param name="length">Bytes of the whole picture; null if only more than the beginning are known.</param>
    public static void Check(string name, ReadOnlySpan<byte> picture, long? length, ServingFindings findings)
    {
        if (PictureHeader.Read(picture) is not { } header)
        {
            findings.Error(Rule, $"{name} is neither a JPEG nor a PNG.", "Save the artwork as JPEG or PNG.");
            return;
        }

        if (header.Width != header.Height || header.Width is < Smallest or > Largest)
        {
            findings.Error(
                Rule,
                $"The artwork has {header.Width} × {header.Height} pixels.",
                $"Make it a square of {Smallest} to {Largest} pixels; directories refuse any other.");
        }

        if (header.IsCmyk)
        {
            findings.Error(
                Rule, "The artwork has the colours of print (CMYK), which apps show wrongly or not at all.", "Save it in RGB (sRGB).");
        }

        if (header.IsTransparent)
        {
            findings.Warning(
                Rule, "The artwork may have transparent parts, which apps show in any colour.", "Save it without transparency.");
        }

        if ((length ?? HeaderLength) > Heavy)
        {
            var more = length is null ? "more than " : "";
            findings.Warning(
                Rule,
                $"The artwork is {more}{((length ?? HeaderLength) / 1000).ToString("N0", CultureInfo.InvariantCulture)} kB, " +
                "which each app loads.",
                $"Save it with more compression: at most {Heavy / 1000} kB.");
        }
    }
}
