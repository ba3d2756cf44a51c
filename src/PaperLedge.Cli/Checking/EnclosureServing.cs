using System.Net;
using System.Net.Http.Headers;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Cli.Checking;

/// <summary>Checks that apps can read the newest episode's file and seek in it; otherwise Apple refuses a show.</summary>
internal static class EnclosureServing
{
    private const string Rule = "enclosure-served";

    public static async Task<IReadOnlyList<FeedFinding>> CheckAsync(
        FeedClient client, Uri url, long? length, CancellationToken cancellationToken)
    {
        var findings = new ServingFindings("item 1's enclosure");
        try
        {
            var part = await client.AskAsync(
                new(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(0, 1) } }, limit: 0, cancellationToken);
            if (!part.IsSuccess)
            {
                findings.Error(Rule, $"{url} answers with {part.StatusText}.", "Put the file there, or correct <enclosure>'s url.");
                return findings.All;
            }

            if (part.Status != HttpStatusCode.PartialContent)
            {
                findings.Error(
                    "http-range",
                    $"{url} answers a range request with {part.StatusText}.",
                    "Have the server answer range requests with 206; otherwise apps cannot seek.");
            }

            await CheckHeadAsync(client, url, length, findings, cancellationToken);
        }
        catch (CommandException exception)
        {
            findings.Error(Rule, exception.Message, "Correct <enclosure>'s url, or make sure that the server answers.");
        }

        return findings.All;
    }

    private static async Task CheckHeadAsync(
        FeedClient client, Uri url, long? length, ServingFindings findings, CancellationToken cancellationToken)
    {
        var head = await client.HeadAsync(url, cancellationToken);
        if (!head.IsSuccess)
        {
            findings.Error(
                Rule,
                $"HEAD of {url} answers with {head.StatusText}.",
                "Have the server answer HEAD as it answers GET; Apple sends HEAD first.");
        }
        else if (length is > 0 && head.Length is { } served && served != length)
        {
            findings.Warning(
                Rule, $"The file has {served} bytes; the feed says {length}.", "Write the file's size into <enclosure>'s length.");
        }
    }
}
