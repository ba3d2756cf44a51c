using Azure;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Feed.Checking;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Functions.Feeds;

/// <summary>
/// A feed that directories would refuse is not served: the last good one is, and the status says why. Until there has been a good
/// one, what there is is served, since nobody can have subscribed to anything better.
/// </summary>
public sealed partial class FeedGate(FeedStore store, ILogger<FeedGate> logger)
{
    /// <param name="write">Writes the feed as it would be, had it changed at that time.</param>
    /// <param name="show">When something last changed, which the feed need not show, and the version of that.</param>
    public async Task<DocumentContent> AdmitAsync(Func<DateTimeOffset, byte[]> write, Show show, CancellationToken cancellationToken)
    {
        // From storage, not from memory: other instances have built since, and all must give the same tag.
        var good = await store.ReadAsync(cancellationToken);
        if (good is not null && write(good.Changed).AsSpan().SequenceEqual(good.Content))
        {
            return new DocumentContent(EncodedContent.Of(good.Content), good.Changed);
        }

        var feed = write(show.Updated);
        FeedFinding[] errors = [.. FeedChecker.Check(feed).Where(finding => finding.Level == FindingLevel.Error)];
        if (errors.Length == 0)
        {
            await KeepAsync(new GoodFeed(feed, show.Updated, show.Version, good?.ETag), good, cancellationToken);
            return new DocumentContent(EncodedContent.Of(feed), show.Updated);
        }

        LogRefused(errors.Length, errors[0].Where, errors[0].Problem, good is null ? "It is served, since there is no better one" : "The last good feed is served");
        return good is null
            ? new DocumentContent(EncodedContent.Of(feed), show.Updated) { Refused = errors }
            : new DocumentContent(EncodedContent.Of(good.Content), good.Changed) { Refused = errors };
    }

    /// <summary>An instance that is late leaves a newer one's feed alone; one that cannot write serves its feed all the same.</summary>
    private async Task KeepAsync(GoodFeed feed, GoodFeed? before, CancellationToken cancellationToken)
    {
        if (before?.Version > feed.Version)
        {
            return;
        }

        try
        {
            await store.WriteAsync(feed, cancellationToken);
        }
        catch (RequestFailedException exception)
        {
            LogNotKept(exception);
        }
    }

    [LoggerMessage(2010, LogLevel.Error, "The feed has {Count} errors, the first in {Where}: {Problem} {Outcome}.")]
    private partial void LogRefused(int count, string where, string problem, string outcome);

    [LoggerMessage(2011, LogLevel.Warning, "The feed is good, but could not be kept for the day on which the next one is not.")]
    private partial void LogNotKept(Exception exception);
}
