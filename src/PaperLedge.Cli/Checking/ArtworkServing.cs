using System.Globalization;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Cli.Checking;

/// <summary>Checks the artwork against Apple's rules (https://podcasters.apple.com/support/896-artwork-requirements).</summary>
internal static class ArtworkServing
{
    private const string Rule = "artwork";

    private const int Smallest = 1400, Largest = 3000;

    // Bytes that contain a picture's size, even after a long colour profile.
    private const int HeaderLength = 1024 * 1024;

    // Bytes. A square of 3,000 pixels needs no more at a good quality.
    private const int Heavy = 512 * 1000;

    public static async Task<IReadOnlyList<FeedFinding>> CheckAsync(FeedClient client, Uri url, CancellationToken cancellationToken)
    {
        var findings = new ServingFindings("artwork");
        try
        {
            var picture = await client.GetAsync(url, HeaderLength, cancellationToken);
            if (picture.IsSuccess)
            {
                CheckPicture(picture, findings);
                await CheckHeadAsync(client, url, findings, cancellationToken);
            }
            else
            {
                findings.Error(
                    Rule, $"{url} answers with {picture.StatusText}.", "Put the picture there, or correct <itunes:image>'s href.");
            }
        }
        catch (CommandException exception)
        {
            findings.Error(Rule, exception.Message, "Correct <itunes:image>'s href, or make sure that the server answers.");
        }

        return findings.All;
    }

    private static void CheckPicture(Answer picture, ServingFindings findings)
    {
        if (PictureHeader.Read(picture.Content.Span) is not { } header)
        {
            findings.Error(Rule, $"{picture.Url} is neither a JPEG nor a PNG.", "Save the artwork as JPEG or PNG.");
            return;
        }

        if (header.Width != header.Height || header.Width is < Smallest or > Largest)
        {
            findings.Error(
                Rule,
                $"The artwork has {header.Width} × {header.Height} pixels.",
                $"Make it a square of {Smallest} to {Largest} pixels; directories refuse any other.");
        }

        CheckLook(picture, header, findings);
    }

    private static void CheckLook(Answer picture, PictureHeader header, ServingFindings findings)
    {
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

        var isKnown = picture.IsWhole || picture.Length is not null;
        var length = picture.IsWhole ? picture.Content.Length : picture.Length ?? HeaderLength;
        if (length > Heavy)
        {
            findings.Warning(
                Rule,
                $"The artwork is {(isKnown ? "" : "more than ")}{(length / 1000).ToString("N0", CultureInfo.InvariantCulture)} kB, " +
                "which each app loads.",
                $"Save it with more compression: at most {Heavy / 1000} kB.");
        }
    }

    private static async Task CheckHeadAsync(FeedClient client, Uri url, ServingFindings findings, CancellationToken cancellationToken)
    {
        var head = await client.HeadAsync(url, cancellationToken);
        if (!head.IsSuccess)
        {
            findings.Warning(
                Rule,
                $"HEAD of the artwork answers with {head.StatusText}.",
                "Have the server answer HEAD as it answers GET; Apple sends HEAD first.");
        }
    }
}
