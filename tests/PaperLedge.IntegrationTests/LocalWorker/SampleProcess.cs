using System.Diagnostics;
using System.Threading.Channels;

namespace PaperLedge.IntegrationTests.LocalWorker;

/// <summary>A running sample app: its lines, its end.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly List<string> _lines = [];

    private SampleProcess(Process process) => _process = process;

    /// <summary>Everything it wrote so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            while (_arrivals.Reader.TryRead(out var line))
            {
                _lines.Add(line);
            }

            return _lines;
        }
    }

    /// <summary>What its functions told so far.</summary>
    public IReadOnlyList<string> Told => [.. Lines.Where(l => l.StartsWith(SampleApp.Mark, StringComparison.Ordinal)).Select(l => l[SampleApp.Mark.Length..])];

    public static SampleProcess Start(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(SampleApp).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var sample = new SampleProcess(new Process { StartInfo = start });
        sample._process.OutputDataReceived += (_, e) => sample.Add(e.Data);
        sample._process.ErrorDataReceived += (_, e) => sample.Add(e.Data);
        sample._process.Start();
        sample._process.BeginOutputReadLine();
        sample._process.BeginErrorReadLine();
        return sample;
    }

    /// <returns>The first line with this text.</returns>
    public async Task<string> SeeAsync(string text, int times = 1)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            var seen = Lines.Where(l => l.Contains(text, StringComparison.Ordinal)).ToList();
            if (seen.Count >= times)
            {
                return seen[0];
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"'{text}' was not seen {times} times in:{Environment.NewLine}{string.Join(Environment.NewLine, Lines)}");
    }

    /// <summary>Waits until the app listens for triggers.</summary>
    public Task ReadyAsync() => SeeAsync("listeners wait");

    public async Task<Uri> AddressAsync()
    {
        var line = await SeeAsync("HTTP functions are served at ");
        return new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync()
    {
        // The shell's own kill: .NET can only end a process at once.
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        return ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            _arrivals.Writer.TryWrite(line);
        }
    }
}
