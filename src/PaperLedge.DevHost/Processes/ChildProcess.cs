using System.ComponentModel;
using System.Diagnostics;

namespace PaperLedge.DevHost.Processes;

/// <summary>A long-running program that ends when this object is disposed, and at the latest with this program.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // The time that the last lines have to arrive after the end.
    private static readonly TimeSpan s_outputPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ProcessLog _log;
    private readonly string _name;

    private ChildProcess(string name, Process process, ProcessLog log, Task exited)
    {
        _name = name;
        _process = process;
        _log = log;
        Id = process.Id;
        Exited = WaitAsync(exited);
    }

    public static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>The program's own process id, not a shell's.</summary>
    public int Id { get; }

    /// <summary>Completes with the exit code, however the process ended; 128 + n after signal n.</summary>
    public Task<int> Exited { get; }

    /// <param name="name">For messages, such as <c>Azurite</c>.</param>
    /// <param name="environment">Added to this program's own; null removes a variable.</param>
    /// <param name="logPath">A file to which standard output and error are appended, line by line; null for none.</param>
    /// <param name="echo">Receives every line.</param>
    /// <exception cref="StartException">The program does not exist.</exception>
    public static ChildProcess Start(
        string name,
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        string workingDirectory,
        string? logPath,
        Action<string>? echo = null)
    {
        var start = OwnSession.Command(file, arguments);
        start.WorkingDirectory = workingDirectory;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var log = new ProcessLog(logPath, echo);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += (_, line) => log.Write(line.Data);
        process.ErrorDataReceived += (_, line) => log.Write(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            log.Dispose();
            process.Dispose();
            throw new StartException($"{name} cannot be started: {exception.Message}.", exception);
        }

        Reaper.Watch(process.Id);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(name, process, log, exited.Task);
    }

    public IReadOnlyList<string> LastLines(int count) => _log.Last(count);

    public async Task<StartException> EndedAsync()
    {
        var exitCode = await Exited;
        return new StartException(
            $"{_name} ended by itself with exit code {exitCode}. Its last output:{Environment.NewLine}" +
            string.Join(Environment.NewLine, LastLines(20).Select(line => "  " + line)));
    }

    /// <summary>Sends SIGKILL to the process and all that it started.</summary>
    public void Kill() => OwnSession.Kill(Id);

    /// <summary>Sends SIGTERM; then, after the grace period, SIGKILL.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan grace)
    {
        if (!Exited.IsCompleted)
        {
            Signals.Send(Id, Signals.Terminate);
            await Task.WhenAny(Exited, Task.Delay(grace));
            // Even if it has ended by itself, its own child processes may still run.
            Kill();
        }

        return await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(5));
        _process.Dispose();
        _log.Dispose();
    }

    private async Task<int> WaitAsync(Task exited)
    {
        await exited;
        // Its own child processes may hold its output open, so they end with it.
        OwnSession.KillGroup(Id);
        Reaper.Forget(Id);
        await _process.WaitForExitAsync().WaitAsync(s_outputPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.ExitCode;
    }
}

/// <summary>The output of a child process: all of it in a file, the last lines in memory.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const int Kept = 200;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly Action<string>? _echo;
    private StreamWriter? _file;

    public ProcessLog(string? path, Action<string>? echo)
    {
        _echo = echo;
        if (path is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Appended to, so that an app that is killed and started again has one log.
        _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
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

/// <summary>The error for a process that cannot be started, or ended by itself. The message says why and what to do.</summary>
public sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
