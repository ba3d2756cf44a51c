using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Cli.Checking;

/// <summary>Checks that apps get the transcripts and chapters that the feed declares.</summary>
internal static class TextServing
{
    // Longer than the transcript of any episode.
    private const int MaxLength = 64 * 1024 * 1024;

    public static async Task<IReadOnlyList<FeedFinding>> CheckAsync(
        FeedClient client, IReadOnlyList<TextLink> links, CancellationToken cancellationToken)
    {
        var findings = new ServingFindings("item 1's texts");
        foreach (var link in links)
        {
            await CheckAsync(client, link, findings, cancellationToken);
        }

        return findings.All;
    }

    private static async Task CheckAsync(FeedClient client, TextLink link, ServingFindings findings, CancellationToken cancellationToken)
    {
        var (rule, element) = ($"{link.Kind}-served", $"<podcast:{link.Kind}>");
        try
        {
            var text = await client.GetAsync(link.Url, MaxLength, cancellationToken);
            if (!text.IsSuccess)
            {
                findings.Error(rule, $"{link.Url} answers with {text.StatusText}.", $"Put the file there, or correct {element}'s url.");
            }
            else if (text.Content.IsEmpty)
            {
                findings.Error(rule, $"{link.Url} is empty.", "Put the file there, or remove the element.");
            }
            else if (link.Type?.Split(';')[0].Trim() is { Length: > 0 } declared
                && !declared.Equals(text.MediaType, StringComparison.OrdinalIgnoreCase))
            {
                findings.Warning(
                    rule,
                    $"{link.Url} is served {(text.MediaType is { } type ? $"as {type}" : "without a type")}; the feed says {declared}. " +
                    "Apps differ in which they trust.",
                    "Have the server send the type that the feed declares.");
            }
        }
        catch (CommandException exception)
        {
            findings.Error(rule, exception.Message, $"Correct {element}'s url, or make sure that the server answers.");
        }
    }
}
