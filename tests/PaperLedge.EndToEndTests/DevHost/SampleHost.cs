using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.DevHost;

/// <summary>The development host running the published sample app: its lines, its worker, its end.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    public const string Key = "a-key-for-tests";

    private const string Mark = "=> ";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private readonly List<string> _lines = [];

    private SampleHost(Process process) => _process = process;

    /// <summary>Everything that host and worker wrote so far.</summary>
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

    /// <summary>What the functions reported so far.</summary>
    public IReadOnlyList<string> Told =>
        [.. Lines.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..])];

    public static string App => Repository.Published("sample-app");

    public static SampleHost Start(IReadOnlyDictionary<string, string> settings, string? app = null)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.DevHost, app ?? App])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var host = new SampleHost(new Process { StartInfo = start });
        host._process.OutputDataReceived += (_, line) => host.Add(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Add(line.Data);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <returns>The first line with this text.</returns>
    public async Task<string> SeeAsync(string text, int times = 1)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < s_patience)
        {
            var seen = Lines.Where(line => line.Contains(text, StringComparison.Ordinal)).ToList();
            if (seen.Count >= times)
            {
                return seen[0];
            }

            await Task.Delay(20);
        }

        throw new TimeoutException(
            $"'{text}' was not seen {times} times in:{Environment.NewLine}{string.Join(Environment.NewLine, Lines)}");
    }

    /// <summary>Waits until the host listens for triggers.</summary>
    public Task ReadyAsync() => SeeAsync("Listening to the triggers of");

    public async Task<HttpClient> HttpAsync()
    {
        var line = await SeeAsync("HTTP functions are served at ");
        return new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..]) };
    }

    /// <summary>The process that runs the functions.</summary>
    public async Task<Process> WorkerAsync()
    {
        using var http = await HttpAsync();
        var status = await http.GetFromJsonAsync<JsonElement>($"admin/host/status?code={Key}");
        return Process.GetProcessById(status.GetProperty("workerProcessId").GetInt32());
    }

    /// <summary>SIGKILL to the host alone.</summary>
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
        await _process.WaitForExitAsync().WaitAsync(s_patience);
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
