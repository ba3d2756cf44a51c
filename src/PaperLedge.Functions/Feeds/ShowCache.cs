using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>Memory cache of the show's row, for <see cref="FeedOptions.MemorySeconds"/>.</summary>
/// <remarks>All requests that wait for the row share one read. While storage does not answer, the last known row is used.</remarks>
public sealed partial class ShowCache(LedgerStore ledger, IOptions<FeedOptions> settings, TimeProvider time, ILogger<ShowCache> logger)
{
    // Longer than a point read takes on a bad day, and shorter than a directory's timeout.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _memory = TimeSpan.FromSeconds(settings.Value.MemorySeconds);
    private readonly Lock _lock = new();
    private Task<Show>? _reading;
    private Seen? _seen;

    /// <summary>When storage began not to answer; null if it answered last time.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>The row as it was read last; null if it never was.</summary>
    public Show? Last => _seen?.Show;

    public async ValueTask<Show> GetAsync(CancellationToken cancellationToken)
    {
        // A write by this process makes the row stale at once.
        if (_seen is { } seen && seen.Writes == ledger.ShowWrites && time.GetElapsedTime(seen.At) < _memory)
        {
            return seen.Show;
        }

        Task<Show> reading;
        lock (_lock)
        {
            // Shared by many requests, so no single one may cancel it.
            reading = _reading is { IsCompleted: false } under ? under : _reading = ReadAsync();
        }

        var show = await WaitAsync(reading, _seen?.Show, s_patience, time, cancellationToken);
        if (!reading.IsCompleted)
        {
            NoteSilence(reading);
        }

        return show;
    }

    /// <returns>Null if storage does not answer and never did.</returns>
    public async ValueTask<Show?> TryGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnknown(exception);
            return null;
        }
    }

    /// <summary>Waits for work that requests share, but not longer than a limit if there is an older value.</summary>
    /// <param name="work">Goes on in any case, for the requests that follow.</param>
    /// <param name="older">Returned after the limit; null to wait until the work ends.</param>
    internal static async Task<T> WaitAsync<T>(
        Task<T> work, T? older, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
        where T : class?
    {
        if (older is not null && await Task.WhenAny(work, Task.Delay(limit, time, cancellationToken)) != work)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return older;
        }

        return await work.WaitAsync(cancellationToken);
    }

    private async Task<Show> ReadAsync()
    {
        var (writes, at) = (ledger.ShowWrites, time.GetTimestamp());
        try
        {
            var show = (await ledger.GetShowAsync(CancellationToken.None)).Value;
            _seen = new Seen(show, writes, at);
            FailingSince = null;
            return show;
        }
        catch (Exception exception) when (Note(exception) && _seen is not null)
        {
            LogStale(exception);
            _seen = _seen with { At = time.GetTimestamp(), Writes = writes };
            return _seen.Show;
        }
    }

    private bool Note(Exception exception)
    {
        if (OutsideFailure.Explain(exception) is not null && exception is not DamagedRowException)
        {
            FailingSince ??= time.GetUtcNow();
        }

        return true;
    }

    // The read may have ended meanwhile, and another may have begun.
    private void NoteSilence(Task<Show> reading)
    {
        lock (_lock)
        {
            if (reading == _reading && !reading.IsCompleted)
            {
                FailingSince ??= time.GetUtcNow();
            }
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Storage did not answer whether the show has changed; readers get the last known version.")]
    private partial void LogStale(Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "The show's row could not be read.")]
    private partial void LogUnknown(Exception exception);

    // Writes: the number of writes by this process, taken before the row was read.
    private sealed record Seen(Show Show, long Writes, long At);
}
