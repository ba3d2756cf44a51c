using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Cli.Checking;

/// <summary>Checks the artwork and how it is served.</summary>
internal static class ArtworkServing
{
    private const string Rule = ArtworkRules.Rule;

    public static async Task<IReadOnlyList<FeedFinding>> CheckAsync(FeedClient client, Uri url, CancellationToken cancellationToken)
    {
        var findings = new ServingFindings("artwork");
        try
        {
            var picture = await client.GetAsync(url, ArtworkRules.HeaderLength, cancellationToken);
            if (picture.IsSuccess)
            {
                var length = picture.IsWhole ? picture.Content.Length : picture.Length;
                ArtworkRules.Check(picture.Url.AbsoluteUri, picture.Content.Span, length, findings);
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
