namespace PaperLedge.Functions.Episodes;

/// <summary>Long work with a sign of life beside it, independent of how the work comes along.</summary>
internal static class Heartbeat
{
    /// <summary>A native engine may be in the midst of a window; the host gives 2 to 3 s in all.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    /// <param name="work">Is cancelled when <paramref name="beat"/> says so.</param>
    /// <param name="beat">Called at every interval; false ends the work.</param>
    /// <param name="stopping">The process ends soon: what does not heed its cancellation within a second is left behind.</param>
    /// <returns>False if a beat ended the work; else what the work returned.</returns>
    public static async Task<bool> RunAsync(
        Func<CancellationToken, Task<bool>> work, Func<CancellationToken, Task<bool>> beat, TimeSpan interval, TimeProvider time,
        CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = work(ending.Token);
        var beating = BeatAsync(beat, interval, time, ending.Token);
        try
        {
            if (await Task.WhenAny(working, beating) == beating && !await beating)
            {
                return false;
            }

            return await working;
        }
        finally
        {
            // Whatever happened, neither of the two outlives this call: the caller goes on to write the row that a beat writes.
            await ending.CancelAsync();
            await SettleAsync(Task.WhenAll(working, beating), time, stopping);
        }
    }

    /// <summary>
    /// A beat that has begun is never cancelled, only the wait for the next: it writes a row, and a write whose answer is not
    /// waited for may have been done, so that the row's version would be lost to the one who writes it next.
    /// </summary>
    /// <returns>False when a beat failed; it never returns otherwise.</returns>
    private static async Task<bool> BeatAsync(
        Func<CancellationToken, Task<bool>> beat, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!await beat(CancellationToken.None))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits without throwing, for a second at most once the process is stopping: the caller has the outcome from its own await.</summary>
    private static async Task SettleAsync(Task task, TimeProvider time, CancellationToken stopping)
    {
        await task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await task.WaitAsync(StopPatience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
