using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>
/// A document that is made of the show's row and its episodes' rows: built when the show's version has moved, once for all who
/// wait for it, and served as it was built otherwise.
/// </summary>
/// <param name="build">Reads and writes; it may run several times for one document.</param>
public sealed class ShelvedDocument(CurrentShow current, LedgerStore ledger, Func<Show, CancellationToken, Task<DocumentContent>> build)
{
    /// <summary>So often in a row a publication may come between the first and the last row that is read.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Longer than a table answers at its slowest, for the thousand rows of a document.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private Task<Built>? _building;
    private Built? _built;

    public async ValueTask<DocumentContent> GetAsync(CancellationToken cancellationToken)
    {
        var show = await current.GetAsync(cancellationToken);
        if (_built is { } built && built.Version >= show.Version)
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

    /// <summary>Rows are read one page after another: only if the version is the same behind them do they belong together.</summary>
    private async Task<Built> BuildAsync(Show show)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var content = await build(show, timeout.Token);
            var after = (await ledger.GetShowAsync(timeout.Token)).Value;
            if (after.Version == show.Version)
            {
                return _built = new Built(show.Version, content);
            }

            show = after;
        }

        throw new InvalidOperationException($"The show was changed {MaxAttempts} times while its document was read; the next request tries again.");
    }

    private sealed record Built(long Version, DocumentContent Content);
}
