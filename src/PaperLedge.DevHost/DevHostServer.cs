using System.Collections;
using System.Runtime.InteropServices;
using Azure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Http;
using PaperLedge.DevHost.Listeners;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.DevHost.Worker;

namespace PaperLedge.DevHost;

/// <summary>Runs a published app as the Functions host does, until it is stopped.</summary>
public sealed class DevHostServer : IAsyncDisposable
{
    // The host's limit, in bytes.
    private const long LargestRequestBody = 104_857_600;

    // As in Azure, requests wait this long for a starting host; then they get 503.
    private static readonly TimeSpan s_startingPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_retryPause = TimeSpan.FromSeconds(5);

    private readonly AppFolder _app;
    private readonly AppSettings _settings;
    private readonly DevHostOptions _options;
    private readonly HostJson _hostJson;
    private readonly HostStorage _storage;
    private readonly FunctionKey _key;
    private readonly WebApplication _web;
    private readonly ILoggerFactory _loggers;
    private readonly ILoggerFactory _appLoggers;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _draining = new();
    private readonly List<Task> _running = [];
    private int _requests;
    private HttpFunctions? _functions;
    private WorkerServer? _server;
    private WorkerSupervisor? _workers;
    private JobListeners? _listeners;

    /// <param name="app">The published folder.</param>
    /// <param name="settingsFile">A <c>local.settings.json</c>, which may be missing.</param>
    /// <exception cref="StartException">The folder or a setting is invalid.</exception>
    public DevHostServer(string app, string settingsFile, IDictionary environment)
    {
        _app = AppFolder.Open(app);
        _settings = AppSettings.Load(_app.HostJson, settingsFile, environment);
        _options = DevHostOptions.Read(_settings.Configuration);
        _hostJson = HostJson.Read(_settings.Configuration);
        _storage = HostStorage.Open(_settings.Configuration, Path.GetFileNameWithoutExtension(_app.Worker));
        _key = new FunctionKey(_options.FunctionKey);
        if (_options.Port != 0)
        {
            LocalPorts.EnsureFree(_options.Port, "HTTP functions", $"{DevHostOptions.Section}__{nameof(DevHostOptions.Port)}");
        }

        _web = BuildWeb();
        _loggers = _web.Services.GetRequiredService<ILoggerFactory>();
        _appLoggers = LoggerFactory.Create(logging =>
        {
            logging.AddConfiguration(_settings.Configuration.GetSection($"{HostJson.Section}:logging"));
            AddConsole(logging);
        });
        _logger = _loggers.CreateLogger<DevHostServer>();
    }

    /// <summary>Starts the app, serves it until SIGINT, SIGTERM or SIGHUP, and stops it as the host does.</summary>
    /// <exception cref="StartException">The app cannot be started, or its worker died too often.</exception>
    public async Task RunAsync()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            stop.TrySetResult();
        });
        await ListenToHttpAsync();
        using var stopping = _web.Lifetime.ApplicationStopping.Register(() => stop.TrySetResult());

        var starting = StartAppAsync(_web.Lifetime.ApplicationStopping);
        await Task.WhenAny(starting, stop.Task);
        if (!stop.Task.IsCompleted)
        {
            await starting;
            _ready.SetResult();
            _logger.Serving(_web.Urls.First());
            if (string.IsNullOrEmpty(_options.FunctionKey))
            {
                _logger.MadeUpKey(_key.Text);
            }

            await Task.WhenAny(stop.Task, _workers!.GaveUp);
        }

        await StopAsync();
        if (_workers?.GaveUp is { IsCompleted: true } gaveUp)
        {
            throw await gaveUp;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listeners?.Dispose();
        if (_workers is not null)
        {
            await _workers.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _web.DisposeAsync();
        _functions?.Dispose();
        _appLoggers.Dispose();
        _draining.Dispose();
    }

    private static void AddConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
        console.ColorBehavior = LoggerColorBehavior.Disabled;
    });

    private WebApplication BuildWeb()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        AddConsole(builder.Logging);
        // Hides routine messages of the libraries that the host consists of.
        builder.Logging.AddFilter("Azure", LogLevel.Error).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Host", LogLevel.Warning)
            // A failed function is already reported by its own category.
            .AddFilter("Host.Results", LogLevel.None);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestRequestBody;
            // Loopback only: this is not a server for others. Both loopback addresses, but a free port can be found for one only.
            if (_options.Port == 0)
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(_options.Port);
            }
        });
        var web = builder.Build();
        web.Run(AnswerAsync);
        return web;
    }

    // Throws StartException if the port was taken meanwhile, or on the other loopback address.
    private async Task ListenToHttpAsync()
    {
        try
        {
            await _web.StartAsync();
        }
        catch (IOException failure)
        {
            throw new StartException(
                $"HTTP cannot be served: {failure.Message} " +
                $"Choose another port with {DevHostOptions.Section}__{nameof(DevHostOptions.Port)}.",
                failure);
        }
    }

    private async Task StartAppAsync(CancellationToken cancellationToken)
    {
        _server = await WorkerServer.StartAsync(_loggers);
        _workers = new WorkerSupervisor(_app, _settings, _options, _server, TimeProvider.System, _loggers, _appLoggers);
        var functions = await _workers.StartAsync(reported => AppFunction.ReadAll(reported, _settings), cancellationToken);
        var invoker = new FunctionInvoker(_workers, _hostJson.FunctionTimeout, _loggers);
        _functions = ActivatorUtilities.CreateInstance<HttpFunctions>(
            _web.Services, functions, _workers, invoker, _key, _settings, _hostJson);
        _functions.Map();
        var timers = functions.Where(function => function.IsTimer)
            .Select(function => new TimerListener(function, _settings, _storage, invoker, TimeProvider.System, _loggers)).ToList();
        _running.Add(ListenAsync(functions, invoker, timers));
    }

    // Storage may answer later than HTTP is served.
    private async Task ListenAsync(IReadOnlyList<AppFunction> functions, FunctionInvoker invoker, List<TimerListener> timers)
    {
        await KeepAsync("The start of the listeners", stopping => StartListenersAsync(functions, invoker, stopping));
        var address = _web.Urls.First().Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        var hook = new Uri(new Uri(address), "runtime/webhooks/blobs");
        var events = new EventGridStandIn(functions, _settings, _options, _storage, hook, _key.Text, TimeProvider.System, _loggers);
        await Task.WhenAll(
            [KeepAsync("The announcement of blobs", events.RunAsync), .. timers.Select(timer => KeepAsync("A timer", timer.RunAsync))]);
    }

    private async Task StartListenersAsync(IReadOnlyList<AppFunction> functions, FunctionInvoker invoker, CancellationToken stopping)
    {
        while (!await StorageAnswersAsync(stopping))
        {
            await Task.Delay(s_retryPause, stopping);
        }

        _listeners?.Dispose();
        _listeners = new JobListeners(functions, _settings, _hostJson, _options, _storage.HostId, invoker, _loggers);
        await _listeners.StartAsync(stopping);
        _logger.Listening(functions.Count(function => !function.IsHttp));
    }

    // Runs a loop until the host stops; reports a failure and begins again.
    private async Task KeepAsync(string name, Func<CancellationToken, Task> loop)
    {
        while (true)
        {
            try
            {
                await loop(_draining.Token);
                return;
            }
            catch (OperationCanceledException) when (_draining.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (!_draining.IsCancellationRequested)
            {
                _logger.LoopFailed(name, failure.ToString());
            }

            await Task.Delay(s_retryPause, _draining.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> StorageAnswersAsync(CancellationToken stopping)
    {
        try
        {
            await _storage.ProbeAsync(stopping);
            return true;
        }
        catch (Exception failure) when (failure is AggregateException or RequestFailedException)
        {
            _logger.StorageIsSilent(_storage.Blobs.Uri, failure.GetBaseException().Message.Split('\n')[0]);
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_draining.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Interlocked.Increment(ref _requests);
        try
        {
            await RouteAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        if (!_ready.Task.IsCompleted
            && await Task.WhenAny(_ready.Task, Task.Delay(s_startingPatience, context.RequestAborted)) != _ready.Task)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("The host is starting.", context.RequestAborted);
            return;
        }

        if (context.Request.Path.StartsWithSegments("/admin", out var administered))
        {
            await AdministerAsync(context, administered);
        }
        else if (context.Request.Path.StartsWithSegments("/runtime/webhooks", out var extension))
        {
            await AnswerHookAsync(context, extension.Value!.Trim('/'));
        }
        else if (!await _functions!.TryAnswerAsync(context))
        {
            AnswerHomePage(context);
        }
    }

    // The host's own page, for requests to the site's root without a function; 404 for all others.
    private void AnswerHomePage(HttpContext context)
    {
        var isDisabled = string.Equals(_settings.Configuration["AzureWebJobsDisableHomepage"], "true", StringComparison.OrdinalIgnoreCase);
        context.Response.StatusCode = context.Request.Path == "/" && !isDisabled ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
    }

    private async Task AnswerHookAsync(HttpContext context, string extension)
    {
        if (!_key.Admits(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (_listeners is not { } listeners)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (!await listeners.TryAnswerAsync(extension, context))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task AdministerAsync(HttpContext context, PathString path)
    {
        if (!_key.Admits(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (path == "/host/status")
        {
            var status = new
            {
                id = _storage.HostId,
                state = "Running",
                workerProcessId = _workers!.ProcessId,
                largestInvocationResponse = _workers.LargestResponse,
            };
            await context.Response.WriteAsJsonAsync(status, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    // Takes no new work, waits for running work without cancelling it, and ends the worker.
    private async Task StopAsync()
    {
        await _draining.CancelAsync();
        _logger.Stopping(_options.StopWait.TotalSeconds);
        var work = Task.WhenAll([.. _running, _listeners?.DrainAsync(CancellationToken.None) ?? Task.CompletedTask, RequestsEndAsync()]);
        await Task.WhenAny(work, Task.Delay(_options.StopWait));
        if (_workers is not null)
        {
            await _workers.StopAsync();
        }

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(soon.Token);
    }

    private async Task RequestsEndAsync()
    {
        while (Volatile.Read(ref _requests) > 0)
        {
            await Task.Delay(50);
        }
    }
}

internal static partial class DevHostLog
{
    [LoggerMessage(50, LogLevel.Information, "HTTP functions are served at {Address}")]
    public static partial void Serving(this ILogger logger, string address);

    [LoggerMessage(51, LogLevel.Information, "Listening to the triggers of {Count} functions")]
    public static partial void Listening(this ILogger logger, int count);

    [LoggerMessage(
        53, LogLevel.Information, "The key for functions, web hooks and administration is {Key}; to choose one, set DevHost__FunctionKey")]
    public static partial void MadeUpKey(this ILogger logger, string key);

    [LoggerMessage(52, LogLevel.Information, "Stopping; running functions have {Seconds} s to end")]
    public static partial void Stopping(this ILogger logger, double seconds);
}
