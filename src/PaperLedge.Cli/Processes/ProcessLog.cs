namespace PaperLedge.Cli.Processes;

/// <summary>What a child process writes: all of it in a file, the last lines in memory.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const int Kept = 200;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly Action<string>? _echo;
    private StreamWriter? _file;

    public ProcessLog(string path, Action<string>? echo)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Appended to, so that an app that is killed and started again has one log.
        _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _echo = echo;
    }

    public void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _file?.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }
        }

        _echo?.Invoke(line);
    }

    public IReadOnlyList<string> Last(int count)
    {
        lock (_lock)
        {
            return [.. _last.TakeLast(count)];
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }
}
