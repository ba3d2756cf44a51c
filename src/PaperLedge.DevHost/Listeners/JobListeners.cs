using System.Collections.Concurrent;
using Azure.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Description;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Queues;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Settings;

namespace PaperLedge.DevHost.Listeners;

/// <summary>Runs blob and queue functions by the WebJobs SDK and its storage extensions.</summary>
/// <remarks>Receipts, back-off, leases and poison queues are those of the extensions.</remarks>
internal sealed class JobListeners : IDisposable
{
    private readonly WebHooks _webHooks = new();
    private readonly IHost _host;

    public JobListeners(
        IReadOnlyList<AppFunction> functions,
        AppSettings settings,
        HostJson hostJson,
        DevHostOptions options,
        string hostId,
        FunctionInvoker invoker,
        ILoggerFactory loggers)
    {
        var byName = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        var triggered = functions.Where(function => function.IsBlob || function.IsQueue);
        var type = FunctionMethods.Make(triggered, settings, (name, input, binder, cancellationToken) =>
            invoker.InvokeAsync(byName[name], input, ((Binder)binder).BindingData!, cancellationToken));
        _host = new HostBuilder()
            .UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false)
            // In Development, the queue extension would replace the polling interval of host.json.
            .UseEnvironment(Environments.Production)
            .ConfigureAppConfiguration(configuration => configuration
                .AddConfiguration(settings.Configuration)
                .AddInMemoryCollection([new("AzureWebJobsConfigurationSection", HostJson.Section)]))
            .ConfigureWebJobs(jobs =>
            {
                jobs.AddAzureStorageBlobs();
                jobs.AddAzureStorageQueues();
                jobs.UseHostId(hostId);
            })
            .ConfigureServices(services =>
            {
                services.AddSingleton(loggers);
                services.AddSingleton<ITypeLocator>(new OneType(type));
#pragma warning disable CS0618 // "Not ready for public consumption", and the only way to the blob extension's hook.
                services.AddSingleton<IWebHookProvider>(_webHooks);
#pragma warning restore CS0618
                services.AddSingleton<IWebJobsExceptionHandlerFactory>(new TimeoutHandlerFactory(invoker, loggers));
                services.Configure<JobHostFunctionTimeoutOptions>(timeout =>
                {
                    timeout.Timeout = hostJson.FunctionTimeout;
                    timeout.ThrowOnTimeout = timeout.TimeoutWhileDebugging = true;
                });
                if (options.MessageLease != new DevHostOptions().MessageLease)
                {
                    services.AddSingleton<IQueueProcessorFactory>(
                        new ShortLeaseFactory(options.MessageLease, TimeProvider.System, loggers));
                    services.AddAzureClients(clients => clients.ConfigureDefaults(
                        defaults => defaults.AddPolicy(new ShortHiding(options.MessageLease), HttpPipelinePosition.PerCall)));
                }
            })
            .Build();
    }

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    // Takes no new work, and waits until the running functions have ended, without cancelling them.
    public Task DrainAsync(CancellationToken cancellationToken) =>
        _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(cancellationToken);

    /// <returns>False if no extension has this hook.</returns>
    public Task<bool> TryAnswerAsync(string extension, HttpContext context) => _webHooks.TryAnswerAsync(extension, context);

    public void Dispose() => _host.Dispose();

    private sealed class OneType(Type type) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [type];
    }

#pragma warning disable CS0618 // As above.
    // Passes HTTP requests to the extensions that ask for them.
    private sealed class WebHooks : IWebHookProvider
    {
        private readonly ConcurrentDictionary<string, IAsyncConverter<HttpRequestMessage, HttpResponseMessage>> _handlers =
            new(StringComparer.OrdinalIgnoreCase);

        // The SDK calls this when an extension is initialized.
        public Uri? GetUrl(IExtensionConfigProvider extension)
        {
            var name = extension.GetType()
                .GetCustomAttributes(typeof(ExtensionAttribute), inherit: false)
                .Cast<ExtensionAttribute>()
                .FirstOrDefault()?.ConfigurationSection;
            if (name is null || extension is not IAsyncConverter<HttpRequestMessage, HttpResponseMessage> handler)
            {
                return null;
            }

            _handlers[name] = handler;
            return new Uri($"http://localhost/runtime/webhooks/{name}");
        }

        public async Task<bool> TryAnswerAsync(string extension, HttpContext context)
        {
            if (!_handlers.TryGetValue(extension, out var handler))
            {
                return false;
            }

            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.GetEncodedUrl());
            request.Content = new StreamContent(context.Request.Body);
            foreach (var (name, values) in context.Request.Headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                {
                    request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
                }
            }

            using var response = await handler.ConvertAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await context.Response.WriteAsync(await response.Content.ReadAsStringAsync(context.RequestAborted), context.RequestAborted);
            return true;
        }
    }
#pragma warning restore CS0618

    private sealed class TimeoutHandlerFactory(FunctionInvoker invoker, ILoggerFactory loggers) : IWebJobsExceptionHandlerFactory
    {
        public IWebJobsExceptionHandler Create(IHost jobHost) => new TimeoutHandler(invoker, loggers.CreateLogger<JobListeners>());
    }

    private sealed class TimeoutHandler(FunctionInvoker invoker, ILogger logger) : IWebJobsExceptionHandler
    {
        public Task OnTimeoutExceptionAsync(
            System.Runtime.ExceptionServices.ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) =>
            invoker.EnforceTimeoutAsync((exceptionInfo.SourceException as FunctionTimeoutException)?.Task ?? Task.CompletedTask);

        public Task OnUnhandledExceptionAsync(System.Runtime.ExceptionServices.ExceptionDispatchInfo exceptionInfo)
        {
            logger.ListenerFailed(exceptionInfo.SourceException.ToString());
            return Task.CompletedTask;
        }
    }
}

internal static partial class ListenerLog
{
    [LoggerMessage(31, LogLevel.Error, "A listener failed: {Failure}")]
    public static partial void ListenerFailed(this ILogger logger, string failure);

    [LoggerMessage(
        32,
        LogLevel.Error,
        "Storage cannot be used at {Address} ({Reason}). Is Azurite running, and is AzureWebJobsStorage correct? " +
        "Trying again; blob, queue and timer functions wait")]
    public static partial void StorageIsSilent(this ILogger logger, Uri address, string reason);

    [LoggerMessage(35, LogLevel.Error, "{Loop} failed, and starts again: {Failure}")]
    public static partial void LoopFailed(this ILogger logger, string loop, string failure);

    [LoggerMessage(33, LogLevel.Warning, "'{Blobs}' cannot be announced now: {Reason}")]
    public static partial void NotAnnounced(this ILogger logger, string blobs, string reason);

    [LoggerMessage(34, LogLevel.Warning, "The status of the timer '{Function}' cannot be read or written: {Reason}")]
    public static partial void StatusUnreachable(this ILogger logger, string function, string reason);
}
