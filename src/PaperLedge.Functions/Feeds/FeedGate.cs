using Microsoft.Extensions.Logging;
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
    /// <param name="changed">When something last changed, which the feed need not show.</param>
    public async Task<DocumentContent> AdmitAsync(Func<DateTimeOffset, byte[]> write, DateTimeOffset changed, CancellationToken cancellationToken)
    {
        // From storage, not from memory: other instances have built since, and all must give the same tag.
        var good = await store.ReadAsync(cancellationToken);
        if (good is { } same && write(same.Changed).AsSpan().SequenceEqual(same.Content))
        {
            return new DocumentContent(EncodedContent.Of(same.Content), same.Changed);
        }

        var feed = write(changed);
        FeedFinding[] errors = [.. FeedChecker.Check(feed).Where(finding => finding.Level == FindingLevel.Error)];
        if (errors.Length == 0)
        {
            await store.WriteAsync(feed, changed, cancellationToken);
            return new DocumentContent(EncodedContent.Of(feed), changed);
        }

        LogRefused(errors.Length, errors[0].Where, errors[0].Problem, good is null ? "It is served, since there is no better one" : "The last good feed is served");
        return good is { } last
            ? new DocumentContent(EncodedContent.Of(last.Content), last.Changed) { Refused = errors }
            : new DocumentContent(EncodedContent.Of(feed), changed) { Refused = errors };
    }

    [LoggerMessage(2010, LogLevel.Error, "The feed has {Count} errors, the first in {Where}: {Problem} {Outcome}.")]
    private partial void LogRefused(int count, string where, string problem, string outcome);
}
