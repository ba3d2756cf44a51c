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

/// <summary>Plays the Functions host for a published app until it is stopped.</summary>
public sealed class DevHostServer : IAsyncDisposable
{
    /// <summary>The host's limit for the body of a request, in bytes.</summary>
    private const long LargestRequestBody = 104_857_600;

    /// <summary>How long a request waits for a host that is starting, as in Azure; then it gets 503.</summary>
    private static readonly TimeSpan StartingPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(5);

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
    private HttpFunctions? _functions;
    private WorkerServer? _server;
    private WorkerSupervisor? _workers;
    private JobListeners? _listeners;

    /// <param name="app">The published folder.</param>
    /// <param name="settingsFile">A <c>local.settings.json</c>, which need not exist.</param>
    /// <exception cref="StartException">The folder or a setting is not what it should be.</exception>
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
        await _web.StartAsync();
        using var stopping = _web.Lifetime.ApplicationStopping.Register(() => stop.TrySetResult());

        var starting = StartAppAsync(_web.Lifetime.ApplicationStopping);
        await Task.WhenAny(starting, stop.Task);
        if (!stop.Task.IsCompleted)
        {
            await starting;
            _ready.SetResult();
            _logger.Serving(_web.Urls.First());
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
        // The routine of the libraries that the host is made of is not shown.
        builder.Logging.AddFilter("Azure", LogLevel.Error).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("Host", LogLevel.Warning)
            // A failed function is reported by its own category already.
            .AddFilter("Host.Results", LogLevel.None);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestRequestBody;
            // Loopback alone: this is not a server for others. Both of its addresses, except that a free port can be found for one only.
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

    private async Task StartAppAsync(CancellationToken cancellationToken)
    {
        _server = await WorkerServer.StartAsync(_loggers);
        _workers = new WorkerSupervisor(_app, _settings, _options, _server, TimeProvider.System, _loggers, _appLoggers);
        IReadOnlyList<AppFunction> functions = [];
        await _workers.StartAsync(
            reported =>
            {
                functions = AppFunction.ReadAll(reported, _settings);
                return [.. functions.Select(function => function.Metadata)];
            },
            cancellationToken);

        _functions = ActivatorUtilities.CreateInstance<HttpFunctions>(_web.Services, functions, _workers, _key, _settings, _hostJson);
        _functions.Map();
        var invoker = new FunctionInvoker(_workers, _loggers);
        var timers = functions.Where(function => function.IsTimer)
            .Select(function => new TimerListener(function, _settings, _storage, invoker, TimeProvider.System, _loggers)).ToList();
        _listeners = new JobListeners(functions, _settings, _hostJson, _options, _storage.HostId, invoker, _workers, _loggers);
        _running.Add(ListenAsync(functions, timers));
    }

    /// <summary>Storage may answer later than HTTP is served.</summary>
    private async Task ListenAsync(IReadOnlyList<AppFunction> functions, List<TimerListener> timers)
    {
        while (!await StorageAnswersAsync())
        {
            await Task.Delay(StoragePause, _draining.Token);
        }

        await _listeners!.StartAsync(_draining.Token);
        var hook = new Uri(new Uri(_web.Urls.First().Replace("localhost", "127.0.0.1", StringComparison.Ordinal)), "runtime/webhooks/blobs");
        var events = new EventGridStandIn(functions, _settings, _options, _storage, hook, _key.Text, TimeProvider.System, _loggers);
        _logger.Listening(functions.Count);
        await Task.WhenAll([events.RunAsync(_draining.Token), .. timers.Select(timer => timer.RunAsync(_draining.Token))]);
    }

    private async Task<bool> StorageAnswersAsync()
    {
        try
        {
            await _storage.Blobs.GetBlobContainerClient("azure-webjobs-hosts").ExistsAsync(_draining.Token);
            return true;
        }
        catch (Exception silence) when (silence is AggregateException or RequestFailedException { Status: 0 })
        {
            _logger.StorageIsSilent(_storage.Blobs.Uri, silence.GetBaseException().Message);
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!_ready.Task.IsCompleted && await Task.WhenAny(_ready.Task, Task.Delay(StartingPatience, context.RequestAborted)) != _ready.Task)
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

    /// <summary>The host's own page, for requests to the site's root that no function takes; 404 for all others.</summary>
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
        else if (!await _listeners!.TryAnswerAsync(extension, context))
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
            await context.Response.WriteAsJsonAsync(new { id = _storage.HostId, state = "Running", workerProcessId = _workers!.ProcessId }, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    /// <summary>Takes no new work, waits for what runs without cancelling it, and ends the worker.</summary>
    private async Task StopAsync()
    {
        await _draining.CancelAsync();
        _logger.Stopping(_options.StopWait.TotalSeconds);
        var work = Task.WhenAll([.. _running.Select(EndedAsync), _listeners?.DrainAsync(CancellationToken.None) ?? Task.CompletedTask]);
        await Task.WhenAny(work, Task.Delay(_options.StopWait));
        if (_workers is not null)
        {
            await _workers.StopAsync();
        }

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(soon.Token);
    }

    private static async Task EndedAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            return; // how the loops end
        }
    }
}

internal static partial class DevHostLog
{
    [LoggerMessage(50, LogLevel.Information, "HTTP functions are served at {Address}")]
    public static partial void Serving(this ILogger logger, string address);

    [LoggerMessage(51, LogLevel.Information, "Triggers of {Count} functions are listened to")]
    public static partial void Listening(this ILogger logger, int count);

    [LoggerMessage(52, LogLevel.Information, "Stopping; running functions have {Seconds} s to end")]
    public static partial void Stopping(this ILogger logger, double seconds);
}
