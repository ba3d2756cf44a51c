using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Feeds;

/// <summary>
/// The show's row as readers need it: from memory for a moment, else by one point read that all who ask meanwhile share. While
/// storage does not answer, what was known last is better than nothing.
/// </summary>
public sealed partial class CurrentShow(LedgerStore ledger, IOptions<FeedSettings> settings, TimeProvider time, ILogger<CurrentShow> logger)
{
    /// <summary>Longer than a point read takes on a bad day, and short beside what a directory waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _memory = TimeSpan.FromSeconds(settings.Value.MemorySeconds);
    private readonly Lock _lock = new();
    private Task<Show>? _reading;
    private Seen? _seen;

    public async ValueTask<Show> GetAsync(CancellationToken cancellationToken)
    {
        // A write by this process ends the moment: who has published sees it.
        if (_seen is { } seen && seen.Writes == ledger.ShowWrites && time.GetElapsedTime(seen.At) < _memory)
        {
            return seen.Show;
        }

        Task<Show> reading;
        lock (_lock)
        {
            // Begun by one request and waited for by many, so it is nobody's to cancel.
            reading = _reading is { IsCompleted: false } under ? under : _reading = ReadAsync();
        }

        if (_seen is { } known && await Task.WhenAny(reading, Task.Delay(Patience, time, cancellationToken)) != reading)
        {
            // Storage hangs: the reading goes on, and readers need not wait for it.
            cancellationToken.ThrowIfCancellationRequested();
            return known.Show;
        }

        return await reading.WaitAsync(cancellationToken);
    }

    private async Task<Show> ReadAsync()
    {
        var (writes, at) = (ledger.ShowWrites, time.GetTimestamp());
        try
        {
            var show = (await ledger.GetShowAsync(CancellationToken.None)).Value;
            _seen = new Seen(show, writes, at);
            return show;
        }
        catch (Exception exception) when (_seen is not null)
        {
            LogStale(exception);
            _seen = _seen with { At = time.GetTimestamp(), Writes = writes };
            return _seen.Show;
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Storage did not say whether the show has changed; readers get it as it was.")]
    private partial void LogStale(Exception exception);

    /// <param name="Writes">Of this process, counted before the row was read.</param>
    private sealed record Seen(Show Show, long Writes, long At);
}
