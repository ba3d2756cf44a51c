using System.Net;
using System.Net.Http.Headers;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Core.Text;

namespace PaperLedge.Cli.Checking;

/// <summary>Checks how a feed is served: apps request it every hour, and mostly it has not changed.</summary>
internal static class FeedServing
{
    private static readonly string[] s_types = ["application/rss+xml", "application/xml", "text/xml"];

    /// <param name="feed">The answer to a plain GET.</param>
    public static async Task<IReadOnlyList<FeedFinding>> CheckAsync(FeedClient client, Answer feed, CancellationToken cancellationToken)
    {
        var findings = new ServingFindings("feed's address");
        CheckType(feed, findings);
        try
        {
            await CheckConditionalAsync(client, feed, findings, cancellationToken);
            await CheckHeadAsync(client, feed, findings, cancellationToken);
        }
        catch (CommandException exception)
        {
            findings.Warning(
                "http-again",
                exception.Message,
                "The feed itself was fetched; make sure that the server answers a second request, too.");
        }

        return findings.All;
    }

    private static void CheckType(Answer feed, ServingFindings findings)
    {
        if (!s_types.Contains(feed.MediaType, StringComparer.OrdinalIgnoreCase))
        {
            var problem = feed.MediaType is { } type ? $"The feed is served as {type}." : "The feed is served without a Content-Type.";
            findings.Error("http-type", problem, "Have the server send Content-Type: application/rss+xml.");
        }
    }

    private static async Task CheckConditionalAsync(
        FeedClient client, Answer feed, ServingFindings findings, CancellationToken cancellationToken)
    {
        if (feed.Tag is null && feed.RawTag is { } malformed)
        {
            findings.Warning(
                "http-validators",
                $"The feed's ETag is malformed: {PlainText.Shorten(PlainText.OneLine(malformed), 60)}. Apps and caches ignore it.",
                "Have the server send it in double quotes, such as ETag: \"5f3a\" or W/\"5f3a\".");
            if (feed.LastModified is null)
            {
                return;
            }
        }

        if (feed.Tag is null && feed.LastModified is null)
        {
            findings.Warning(
                "http-validators",
                "The feed is served without ETag and Last-Modified, so apps load all of it each time.",
                "Have the server send an ETag that changes with the content, and answer If-None-Match with 304.");
            return;
        }

        var request = new HttpRequestMessage(HttpMethod.Get, feed.Url);
        if (feed.Tag is { } tag)
        {
            request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag.Tag, tag.IsWeak));
        }

        request.Headers.IfModifiedSince = feed.LastModified;
        var again = await client.AskAsync(request, 0, cancellationToken);
        if (again.Status != HttpStatusCode.NotModified)
        {
            findings.Warning(
                "http-not-modified",
                $"Asked again with the feed's own {(feed.Tag is null ? "Last-Modified" : "ETag")}, " +
                $"the server answers {again.StatusText}, not 304.",
                "Have the server answer If-None-Match and If-Modified-Since with 304 while nothing has changed.");
        }
    }

    private static async Task CheckHeadAsync(FeedClient client, Answer feed, ServingFindings findings, CancellationToken cancellationToken)
    {
        var head = await client.HeadAsync(feed.Url, cancellationToken);
        var problem = head.Status != feed.Status ? $"HEAD answers with {head.StatusText}, GET with {feed.StatusText}."
            : head.MediaType != feed.MediaType ? $"HEAD has Content-Type {head.MediaType ?? "nothing"}, GET {feed.MediaType ?? "nothing"}."
            : !Equals(head.Tag, feed.Tag) ? $"HEAD has ETag {head.Tag?.ToString() ?? "nothing"}, GET {feed.Tag?.ToString() ?? "nothing"}."
            : null;
        if (problem is not null)
        {
            findings.Warning("http-head", problem, "Have the server answer HEAD with the headers of GET; directories send HEAD first.");
        }
    }
}
