using PaperLedge.Whisper.Arithmetic;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// The cores that a run may use. Each thread works on windows of its own; where there are fewer windows than threads, those that encode
/// use the others' cores too. For concurrent use.
/// </summary>
internal sealed class Cores(int count)
{
    private readonly object _gate = new();
    private int _busy;
    private int _encoding;

    /// <summary>A thread begins to work.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            _busy++;
        }
    }

    /// <summary>A thread has nothing to do.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _busy--;
        }
    }

    public void BeginEncoding()
    {
        lock (_gate)
        {
            _encoding++;
        }
    }

    public void EndEncoding()
    {
        lock (_gate)
        {
            _encoding--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Leaves the thread's core to those that encode, until one of them has ended.</summary>
    public void Lend()
    {
        lock (_gate)
        {
            if (_encoding > 0)
            {
                _busy--;
                Monitor.Wait(_gate);
                _busy++;
            }
        }
    }

    /// <summary>Does some parts of an encoding, on as many cores as are free.</summary>
    public void For(int parts, Action<int> part)
    {
        int cores;
        lock (_gate)
        {
            cores = Math.Min(count, 1 + (Math.Max(0, count - _busy) / Math.Max(1, _encoding)));
        }

        SideBySide.For(parts, cores, part);
    }
}
