using System.Globalization;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Apple's rules for a show's artwork (https://podcasters.apple.com/support/896-artwork-requirements).</summary>
public static class ArtworkRules
{
    /// <summary>Bytes that contain a picture's size, even after a long colour profile.</summary>
    public const int HeaderLength = 1024 * 1024;

    private const int Smallest = 1400, Largest = 3000;

    // Bytes. A square of 3,000 pixels needs no more at a good quality.
    private const int Heavy = 512 * 1000;

    /// <param name="name">Of the picture, for messages.</param>
    /// <param name="start">Its first bytes: all, or <see cref="HeaderLength"/>.</param>
    /// <param name="length">Bytes of the whole picture; null if that is unknown, and more than <paramref name="start"/>.</param>
    public static IReadOnlyList<ArtworkFinding> Check(string name, ReadOnlySpan<byte> start, long? length)
    {
        if (PictureHeader.Read(start) is not { } header)
        {
            return [new(FindingLevel.Error, $"{name} is neither a JPEG nor a PNG.", "Save the artwork as JPEG or PNG.")];
        }

        var findings = new List<ArtworkFinding>();
        if (header.Width != header.Height || header.Width is < Smallest or > Largest)
        {
            findings.Add(new(
                FindingLevel.Error,
                $"The artwork has {header.Width} × {header.Height} pixels.",
                $"Make it a square of {Smallest} to {Largest} pixels; directories refuse any other."));
        }

        if (header.IsCmyk)
        {
            findings.Add(new(
                FindingLevel.Error,
                "The artwork has the colours of print (CMYK), which apps show wrongly or not at all.",
                "Save it in RGB (sRGB)."));
        }

        if (header.IsTransparent)
        {
            findings.Add(new(
                FindingLevel.Warning,
                "The artwork may have transparent parts, which apps show in any colour.",
                "Save it without transparency."));
        }

        if ((length ?? HeaderLength) > Heavy)
        {
            var size = ((length ?? HeaderLength) / 1000).ToString("N0", CultureInfo.InvariantCulture);
            findings.Add(new(
                FindingLevel.Warning,
                $"The artwork is {(length is null ? "more than " : "")}{size} kB, which each app loads.",
                $"Save it with more compression: at most {Heavy / 1000} kB."));
        }

        return findings;
    }
}

public sealed record ArtworkFinding(FindingLevel Level, string Problem, string Remedy);
