namespace PaperLedge.Functions.Publishing;

/// <summary>
/// Cancellation of a unit of work: by the host, as at the function timeout; by a stop of this process; or by a pause shortly before
/// the timeout.
/// </summary>
internal sealed class WorkCancellation : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer? _timer;

    public WorkCancellation(TimeSpan? longest, TimeProvider time, CancellationToken stopping, CancellationToken host)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(host);
        _registration = stopping.Register(() =>
        {
            // After a timeout, the host may stop the worker too; the attempt is counted nevertheless.
            IsStop = !_source.IsCancellationRequested;
            _source.Cancel();
        });
        if (longest is { } limit)
        {
            _timer = time.CreateTimer(_ => Pause(), null, limit, Timeout.InfiniteTimeSpan);
        }
    }

    public CancellationToken Token => _source.Token;

    public bool IsStop { get; private set; }

    public bool IsPause { get; private set; }

    public void Dispose()
    {
        _timer?.Dispose();
        _registration.Dispose();
        _source.Dispose();
    }

    private void Pause()
    {
        try
        {
            IsPause = !_source.IsCancellationRequested;
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            IsPause = false; // The work ended at the same moment.
        }
    }
}
