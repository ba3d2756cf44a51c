using Azure;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Http;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Functions.Feeds;

// Until there has been a valid feed, an invalid one is served: no reader can have subscribed to a better one.
/// <summary>Gate that serves the last valid feed instead of one that directories would refuse; the status reports the reasons.</summary>
public sealed partial class FeedGate(FeedStore store, ILogger<FeedGate> logger)
{
    /// <param name="write">Writes the feed with a given date of change.</param>
    /// <param name="show">Show from which the feed is built.</param>
    public async Task<Document> AdmitAsync(Func<DateTimeOffset, byte[]> write, Show show, CancellationToken cancellationToken)
    {
        // Read from storage, not memory: other instances may have built the feed since, and all must send the same tag.
        var good = await store.ReadAsync(cancellationToken);
        if (good is not null && write(good.Changed).AsSpan().SequenceEqual(good.Content))
        {
            return Document.OfFeed(good.Content, good.Changed);
        }

        var feed = write(show.Updated);
        FeedFinding[] errors = [.. FeedChecker.Check(feed).Where(finding => finding.Level == FindingLevel.Error)];
        if (errors.Length == 0)
        {
            await KeepAsync(new StoredFeed(feed, show.Updated, show.Version, good?.ETag), good, cancellationToken);
            return Document.OfFeed(feed, show.Updated);
        }

        if (good is null)
        {
            LogNotReady(errors.Length, errors[0].Where, errors[0].Problem);
            return Document.OfFeed(feed, show.Updated) with { Refused = errors };
        }

        LogRefused(errors.Length, errors[0].Where, errors[0].Problem);
        return Document.OfFeed(good.Content, good.Changed) with { Refused = errors };
    }

    // A late instance does not replace the feed of a newer version. A feed that cannot be stored is served nevertheless.
    private async Task KeepAsync(StoredFeed feed, StoredFeed? before, CancellationToken cancellationToken)
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

    [LoggerMessage(2010, LogLevel.Error, "The feed has errors ({Count}), the first in {Where}: {Problem} The last valid feed is served.")]
    private partial void LogRefused(int count, string where, string problem);

    // A new show is complete only step by step.
    [LoggerMessage(
        2012, LogLevel.Information, "Directories would not accept the feed yet (errors: {Count}), for example in {Where}: {Problem}")]
    private partial void LogNotReady(int count, string where, string problem);

    [LoggerMessage(2011, LogLevel.Warning, "The feed is valid but could not be stored as the fallback for an invalid one.")]
    private partial void LogNotKept(Exception exception);
}
