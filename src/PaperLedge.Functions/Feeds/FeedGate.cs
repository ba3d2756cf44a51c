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
    private byte[]? _lastGood;

    /// <param name="changed">When the feed's content last changed.</param>
    public async Task<DocumentContent> AdmitAsync(byte[] feed, DateTimeOffset changed, CancellationToken cancellationToken)
    {
        FeedFinding[] errors = [.. FeedChecker.Check(feed).Where(finding => finding.Level == FindingLevel.Error)];
        if (errors.Length == 0)
        {
            await KeepAsync(feed, changed, cancellationToken);
            return new DocumentContent(EncodedContent.Of(feed), changed);
        }

        var good = await store.ReadAsync(cancellationToken);
        LogRefused(errors.Length, errors[0].Where, errors[0].Problem, good is null ? "It is served, since there is no better one" : "The last good feed is served");
        return good is { } last
            ? new DocumentContent(EncodedContent.Of(last.Content), last.Changed) { Refused = errors }
            : new DocumentContent(EncodedContent.Of(feed), changed) { Refused = errors };
    }

    private async Task KeepAsync(byte[] feed, DateTimeOffset changed, CancellationToken cancellationToken)
    {
        if (_lastGood is null || !_lastGood.AsSpan().SequenceEqual(feed))
        {
            await store.WriteAsync(feed, changed, cancellationToken);
            _lastGood = feed;
        }
    }

    [LoggerMessage(2010, LogLevel.Error, "The feed has {Count} errors, the first in {Where}: {Problem} {Outcome}.")]
    private partial void LogRefused(int count, string where, string problem, string outcome);
}
