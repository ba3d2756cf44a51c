using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Engine;

/// <summary>Cores that the threads of a run share. For concurrent use.</summary>
/// <remarks>
/// Each thread works on its own windows. If there are fewer windows than threads, the threads that encode also use the others' cores.
/// </remarks>
internal sealed class Cores(int count)
{
    private readonly object _gate = new();
    private int _busy;
    private int _encoding;

    // A thread begins to work.
    public void Enter()
    {
        lock (_gate)
        {
            _busy++;
        }
    }

    // A thread has nothing to do.
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

    /// <summary>Lends the thread's core to the threads that encode, until one of them has finished.</summary>
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

    /// <summary>Runs parts of an encoding on as many cores as are free.</summary>
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
