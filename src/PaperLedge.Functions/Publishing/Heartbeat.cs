namespace PaperLedge.Functions.Publishing;

/// <summary>Heartbeat beside long work, independent of the work's progress.</summary>
internal static class Heartbeat
{
    // A native engine may be in the middle of a window; the host gives 2 to 3 s in all.
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(1);

    /// <param name="work">Work to do; cancelled if <paramref name="beat"/> returns false.</param>
    /// <param name="beat">Called at every interval; false ends the work.</param>
    /// <param name="stopping">Signals that the process ends soon. Cancelled work that has not stopped a second later is abandoned.</param>
    /// <returns>False if a beat ended the work; otherwise the work's result.</returns>
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
            // Neither task may outlive this call, because the caller then writes the same row as a beat.
            await ending.CancelAsync();
            await SettleAsync(Task.WhenAll(working, beating), time, stopping);
        }
    }

    // Cancellation ends only the wait for the next beat, never a beat that has begun. A beat writes a row. If its answer is not awaited,
    // the write may have been done all the same, and the next writer would not know the row's version.
    // Returns false when a beat returns false; never returns otherwise.
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

    // Waits without throwing, at most a second once the process is stopping. The caller gets the outcome from its own await.
    private static async Task SettleAsync(Task task, TimeProvider time, CancellationToken stopping)
    {
        await task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await task.WaitAsync(s_stopPatience, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
