using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Http;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>Puts the local worker into an app's builder: its settings at once, its services when the app is built.</summary>
internal sealed class LocalWorkerComposition
{
    /// <summary>The host's limit for the body of a request, in bytes.</summary>
    private const long LargestRequestBody = 104_857_600;

    private RefusedException? _refused;
    private IConfiguration _hostJson = new ConfigurationBuilder().Build();

    public bool ServesHttp { get; set; }

    public static LocalWorkerComposition AddTo(WebApplicationBuilder web)
    {
        var composition = new LocalWorkerComposition();
        composition.AddSettings(web);
        web.Services.TryAddSingleton(TimeProvider.System);

        // As in the official worker: a message's JSON is read whatever the case of its names, and an app may configure it.
        web.Services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        return composition;
    }

    public IHost Build(WebApplicationBuilder web)
    {
        var setup = Read(web);
        if (setup is not null)
        {
            AddServices(web, setup);
        }

        return new LocalWorkerHost(web.Build(), setup, _refused);
    }

    private void AddSettings(WebApplicationBuilder web)
    {
        var sources = ((IConfigurationBuilder)web.Configuration).Sources;
        var environment = sources.ToList().FindLastIndex(s => s is EnvironmentVariablesConfigurationSource { Prefix: null or "" });
        var local = Attempt(() => LocalSettingsFile.Read(Path.Combine(Directory.GetCurrentDirectory(), LocalSettingsFile.Name)));
        if (local is not null)
        {
            sources.Insert(Math.Max(environment, 0), new MemoryConfigurationSource { InitialData = local });
        }

        _hostJson = Attempt(() => HostSettingsReader.Load(Path.Combine(AppContext.BaseDirectory, "host.json"), web.Configuration)) ?? _hostJson;

        // host.json's log levels, which settings of the app may refine.
        var levels = _hostJson.GetSection("logging:logLevel").AsEnumerable(makePathsRelative: true)
            .Where(level => level.Value is not null)
            .ToDictionary(level => $"Logging:LogLevel:{level.Key}", level => level.Value);
        sources.Insert(0, new MemoryConfigurationSource { InitialData = levels });
    }

    private WorkerSetup? Read(WebApplicationBuilder web)
    {
        if (_refused is not null)
        {
            return null;
        }

        var properties = ((IHostApplicationBuilder)web).Properties;
        var types = properties.TryGetValue(typeof(FunctionSource), out var source)
            ? ((FunctionSource)source).Types
            : Assembly.GetEntryAssembly()!.GetTypes();
        return Attempt(() => WorkerSetup.Read(types, _hostJson, web.Configuration, web.Environment.ApplicationName, ServesHttp));
    }

    private static void AddServices(WebApplicationBuilder web, WorkerSetup setup)
    {
        var services = web.Services;
        services.AddMvcCore();
        services.AddSingleton(setup.Host);
        services.AddSingleton(setup.Options);
        services.AddSingleton(FunctionKeys.From(setup.Options.FunctionKey));
        services.AddSingleton<Drain>();
        services.AddSingleton(provider => new ProcessExit(provider.GetRequiredService<ILoggerFactory>(), Environment.Exit));
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<HttpEndpoints>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<WorkerService>(provider, ListenerList.Create(setup, provider)));
        services.Configure<HostOptions>(host =>
        {
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = setup.Options.ShutdownTimeout + setup.Options.TimeoutGracePeriod + TimeSpan.FromSeconds(10);
        });

        // Loopback alone: this is no server for others. "localhost" is both of its addresses, but a free port can be chosen for one only.
        web.WebHost.UseUrls(setup.Options.Port == 0 ? "http://127.0.0.1:0" : $"http://localhost:{setup.Options.Port}");
        web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequestBody;
        });
    }

    private T? Attempt<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (RefusedException refused)
        {
            _refused ??= refused;
            return null;
        }
    }
}
