using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.DevHost.Worker.Rpc;

namespace PaperLedge.DevHost.Worker;

/// <summary>Keeps one worker running: starts another when it dies, and gives up when it dies too often.</summary>
/// <param name="appLoggers">Receives the app's log.</param>
internal sealed class WorkerSupervisor(
    AppFolder app,
    AppSettings settings,
    DevHostOptions options,
    WorkerServer server,
    TimeProvider time,
    ILoggerFactory loggers,
    ILoggerFactory appLoggers) : IAsyncDisposable
{
    // The exit code of a worker that wants to be restarted, which is not a failure.
    private const int RestartRequested = 200;

    private static readonly TimeSpan s_deathWindow = TimeSpan.FromMinutes(30);

    private readonly ILogger _logger = loggers.CreateLogger<WorkerSupervisor>();
    private readonly Queue<DateTimeOffset> _deaths = new();
    private readonly TaskCompletionSource<StartException> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Func<IEnumerable<RpcFunctionMetadata>, IReadOnlyList<AppFunction>> _read = _ => [];
    private IReadOnlyList<AppFunction> _functions = [];
    private TaskCompletionSource<WorkerChannel> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess? _process;
    private WorkerChannel? _channel;
    private volatile bool _stopping;

    // Completes when the worker has died too often, or cannot be started again.
    public Task<StartException> GaveUp => _gaveUp.Task;

    public int? ProcessId => _process is { Exited.IsCompleted: false } process ? process.Id : null;

    public int LargestResponse => _channel?.LargestResponse ?? 0;

    /// <summary>Starts the first worker, and watches it from then on.</summary>
    /// <param name="read">Picks the functions to run from those that the worker reports.</param>
    /// <returns>Those functions, which are loaded now.</returns>
    /// <exception cref="StartException">It ended by itself, was not ready in time or reported a failure; with its last output.</exception>
    public async Task<IReadOnlyList<AppFunction>> StartAsync(
        Func<IEnumerable<RpcFunctionMetadata>, IReadOnlyList<AppFunction>> read, CancellationToken cancellationToken)
    {
        _read = read;
        await ConnectAsync(cancellationToken);
        _ = WatchAsync();
        return _functions;
    }

    /// <returns>The worker that is ready; waits while one is starting.</returns>
    /// <exception cref="TimeoutException">No worker was ready within the start limit.</exception>
    public Task<WorkerChannel> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _ready.Task.WaitAsync(options.StartLimit, time, cancellationToken);
        }
    }

    // Sends SIGKILL, for a function that ignored its cancellation. Another worker is started.
    public void Kill() => _process?.Kill();

    // Asks the worker to end, and kills it after the grace period. Open questions stay unanswered, as in Azure.
    public async Task StopAsync()
    {
        _stopping = true;
        if (_process is { } process)
        {
            _channel?.Terminate(options.WorkerGrace);
            await Task.WhenAny(process.Exited, Task.Delay(options.WorkerGrace, time));
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_process is not null)
        {
            _process.Kill();
            await _process.DisposeAsync();
        }
    }

    // Throws StartException if the worker ended by itself, did not connect in time or reported a failure.
    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var channel = _channel = new WorkerChannel(Guid.NewGuid().ToString(), loggers, appLoggers);
        server.Expect(channel);
        var process = _process = app.Start(server.Address, channel.Id, settings.WorkerVariables);
        if (_stopping)
        {
            process.Kill();
        }

        _logger.Started(process.Id);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.StartLimit);
        var connecting = InitializeAsync(channel, limit.Token);
        try
        {
            if (await Task.WhenAny(connecting, process.Exited) == process.Exited)
            {
                channel.Close();
                throw await process.EndedAsync();
            }

            await connecting;
            _ready.SetResult(channel);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException(
                $"The worker was not ready within {options.StartLimit.TotalSeconds:0} s. Its last output:\n" +
                string.Join('\n', process.LastLines(20).Select(line => "  " + line)));
        }
    }

    private async Task InitializeAsync(WorkerChannel channel, CancellationToken cancellationToken)
    {
        await channel.Connected.WaitAsync(cancellationToken);
        _functions = _read(await channel.InitializeAsync(app.Path, cancellationToken));
        if (channel.HttpUri is null && _functions.Any(function => function.IsHttp))
        {
            throw new StartException(
                "The development host serves HTTP functions only of apps with the ASP.NET Core integration: " +
                "call ConfigureFunctionsWebApplication.");
        }

        await channel.LoadAsync(_functions.Select(function => function.Metadata), cancellationToken);
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                var exitCode = await EndAsync(_process!, _channel!);
                if (_stopping)
                {
                    return;
                }

                await RestartAsync(exitCode);
            }
        }
        catch (StartException failure)
        {
            _gaveUp.TrySetResult(failure);
        }
        catch (Exception bug)
        {
            _gaveUp.TrySetException(bug);
        }
    }

    // Waits for the end of the worker and returns its exit code. A worker whose stream has ended is useless, even if its process
    // lives.
    private async Task<int> EndAsync(ChildProcess process, WorkerChannel channel)
    {
        if (await Task.WhenAny(process.Exited, channel.Ended) != process.Exited
            && await Task.WhenAny(process.Exited, Task.Delay(options.WorkerGrace, time)) != process.Exited
            && !_stopping)
        {
            _logger.Disconnected();
            process.Kill();
        }

        return await process.Exited;
    }

    private async Task RestartAsync(int exitCode)
    {
        lock (_lock)
        {
            if (_ready.Task.IsCompleted)
            {
                _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        server.Forget(_channel!);
        _channel!.Close();
        await CountAsync(exitCode);
        await _process!.DisposeAsync();
        try
        {
            await ConnectAsync(CancellationToken.None);
        }
        catch (StartException) when (_process.Exited.IsCompleted)
        {
            // A worker that dies during its start is a death like any other.
        }
    }

    // Throws StartException if it died too often.
    private async Task CountAsync(int exitCode)
    {
        if (exitCode == RestartRequested)
        {
            _logger.AskedForRestart();
            return;
        }

        var now = time.GetUtcNow();
        _deaths.Enqueue(now);
        while (_deaths.Peek() < now - s_deathWindow)
        {
            _deaths.Dequeue();
        }

        if (_deaths.Count >= options.MaxWorkerDeaths)
        {
            var ended = await _process!.EndedAsync();
            throw new StartException(
                $"The worker died {_deaths.Count} times within {s_deathWindow.TotalMinutes:0} minutes, so the host exits. {ended.Message}");
        }

        _logger.Died(exitCode, _deaths.Count, options.MaxWorkerDeaths, s_deathWindow.TotalMinutes);
    }
}
