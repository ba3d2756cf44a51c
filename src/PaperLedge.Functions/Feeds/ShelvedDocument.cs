using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>
/// A document that is made of the show's row and its episodes' rows: built when the show's version has moved, once for all who
/// wait for it, and served as it was built otherwise. If it cannot be built now, the one before it is served.
/// </summary>
/// <param name="read">Reads what the document is made of; it may run several times for one document.</param>
/// <param name="write">Makes the document, of rows of one version.</param>
internal sealed partial class ShelvedDocument(
    CurrentShow current,
    LedgerStore ledger,
    Func<Show, CancellationToken, Task<List<PublishedEpisode>>> read,
    Func<Show, IReadOnlyList<PublishedEpisode>, CancellationToken, Task<DocumentContent>> write,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>So often in a row a publication may come between the first and the last row that is read.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Longer than a table answers at its slowest, for the thousand rows of a document.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>A build that failed is not begun again before: it would only be one more burden to storage.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<Built>? _building;
    private Built? _built;
    private long _failedAt;

    public async ValueTask<DocumentContent> GetAsync(CancellationToken cancellationToken)
    {
        var show = await current.GetAsync(cancellationToken);
        if (_built is { } built && (built.Version >= show.Version || (_failedAt != 0 && time.GetElapsedTime(_failedAt) < Pause)))
        {
            return built.Content;
        }

        Task<Built> building;
        lock (_lock)
        {
            // Begun by one request and waited for by many, so it is nobody's to cancel.
            building = _building is { IsCompleted: false } under ? under : _building = BuildAsync(show);
        }

        return (await building.WaitAsync(cancellationToken)).Content;
    }

    private async Task<Built> BuildAsync(Show show)
    {
        try
        {
            _built = await BuildOneVersionAsync(show);
            _failedAt = 0;
        }
        catch (Exception exception) when (_built is not null)
        {
            LogOld(exception);
            _failedAt = time.GetTimestamp();
        }

        return _built;
    }

    /// <summary>Rows are read one page after another: only if the version is the same behind them do they belong together.</summary>
    private async Task<Built> BuildOneVersionAsync(Show show)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var episodes = await read(show, timeout.Token);
            var after = (await ledger.GetShowAsync(timeout.Token)).Value;
            if (after.Version == show.Version)
            {
                return new Built(show.Version, await write(show, episodes, timeout.Token));
            }

            show = after;
        }

        throw new InvalidOperationException($"The show was changed {MaxAttempts} times while its document was read; the next request tries again.");
    }

    [LoggerMessage(2002, LogLevel.Warning, "A document could not be built; readers get the one before it.")]
    private partial void LogOld(Exception exception);

    private sealed record Built(long Version, DocumentContent Content);
}
