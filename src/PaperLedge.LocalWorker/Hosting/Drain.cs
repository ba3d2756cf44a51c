using Microsoft.Extensions.Hosting;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>
/// The end of a worker: when it stops, running functions may go on for the shutdown timeout, are then cancelled, and are given up after
/// the grace period.
/// </summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationTokenSource _abandon;
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _onStopping;
    private readonly CancellationTokenRegistration _onAbandon;

    public Drain(IHostApplicationLifetime lifetime, LocalWorkerOptions options, TimeProvider time)
    {
        _cancel = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _onAbandon = _abandon.Token.Register(_abandoned.SetResult);
        _onStopping = lifetime.ApplicationStopping.Register(() =>
        {
            _cancel.CancelAfter(options.ShutdownTimeout);
            _abandon.CancelAfter(options.ShutdownTimeout + options.TimeoutGracePeriod);
        });
    }

    /// <summary>Cancels the functions that still run.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Ends when functions that did not heed their cancellation are waited for no longer.</summary>
    public Task Abandoned => _abandoned.Task;

    public void Dispose()
    {
        _onStopping.Dispose();
        _onAbandon.Dispose();
        _cancel.Dispose();
        _abandon.Dispose();
    }
}
