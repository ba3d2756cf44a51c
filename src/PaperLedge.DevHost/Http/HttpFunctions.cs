using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.DevHost.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace PaperLedge.DevHost.Http;

/// <summary>Serves the app's HTTP functions: routes and authorizes requests, and forwards them to the worker's web server.</summary>
/// <remarks>As in the host, the first matching function wins. The worker gets the invocation's id and data by gRPC.</remarks>
internal sealed class HttpFunctions(
    IReadOnlyList<AppFunction> functions,
    WorkerSupervisor workers,
    FunctionInvoker invoker,
    FunctionKey key,
    IHttpForwarder forwarder,
    IInlineConstraintResolver constraints,
    AppSettings settings, HostJson hostJson, ILoggerFactory loggers) : IDisposable
{
    private const string InvocationId = "x-ms-invocation-id";
    private const int Tries = 10;

    private static readonly ForwarderRequestConfig s_forwarding = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    // The host reserves every route that begins with one of these, even administration.
    private static readonly string[] s_reserved = ["admin", "runtime"];

    private readonly ILogger _logger = loggers.CreateLogger<HttpFunctions>();
    private readonly HttpMessageInvoker _client = new(new Retrying(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }));
    private readonly RouteCollection _routes = new();

    /// <exception cref="StartException">The host would not serve a route.</exception>
    public void Map()
    {
        foreach (var function in functions.Where(function => function.IsHttp))
        {
            var named = function.Text("route") is { Length: > 0 } text ? text : function.Name;
            var route = settings.Resolve(named, function.Name).TrimStart('/');
            if (route.Length == 0)
            {
                throw new StartException(
                    $"Function '{function.Name}': the host does not serve the route '/'; " +
                    "for the site's root write '{ignored:maxlength(0)?}'.");
            }

            if (Array.Exists(s_reserved, word => route.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            {
                throw new StartException(
                    $"Function '{function.Name}': the route '{route}' begins with a word that the host reserves " +
                    "('admin', 'runtime').");
            }

            var methods = function.Trigger["methods"]?.AsArray().Select(method => method!.ToString().ToUpperInvariant()).ToArray() ?? [];
            var template = hostJson.RoutePrefix.Length == 0 ? route : $"{hostJson.RoutePrefix}/{route}";
            var limits = new Dictionary<string, object>();
            if (methods.Length > 0)
            {
                limits["httpMethod"] = new HttpMethodRouteConstraint(methods);
            }

            _routes.Add(new Route(
                new RouteHandler(context => AnswerAsync(context, function)),
                function.Name,
                template,
                defaults: null,
                limits,
                dataTokens: null,
                constraints));
        }
    }

    /// <returns>False if no function has this path and method.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var route = new RouteContext(context);
        await _routes.RouteAsync(route);
        if (route.Handler is null)
        {
            return false;
        }

        context.Features.Set<IRoutingFeature>(new Routing { RouteData = route.RouteData });
        await route.Handler(context);
        return true;
    }

    public void Dispose() => _client.Dispose();

    private async Task AnswerAsync(HttpContext context, AppFunction function)
    {
        if (!string.Equals(function.Text("authLevel"), "Anonymous", StringComparison.OrdinalIgnoreCase) && !key.Admits(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (await FindWorkerAsync(context) is not { } worker)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var invocationId = Guid.NewGuid().ToString();
        // Like the host, keeps a client's own header: such a request fails in the worker.
        context.Request.Headers.TryAdd(InvocationId, invocationId);
        var forwarding = forwarder.SendAsync(context, worker.HttpUri!.AbsoluteUri, _client, s_forwarding, HttpTransformer.Default).AsTask();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            var invocation = invoker.InvokeHttpAsync(worker, function, invocationId, Data(context), ending.Token);
            if (await Task.WhenAny(invocation, forwarding) == forwarding && await forwarding != ForwarderError.None)
            {
                // The client is gone, or has an error already, so nothing reads the rest of the answer.
                await ending.CancelAsync();
            }

            await invocation;
        }
        catch (Exception failure) when (failure is FunctionFailedException or WorkerLostException)
        {
            await forwarding;
            Fail(context, failure);
            return;
        }

        if (await forwarding is not ForwarderError.None and var error && !context.RequestAborted.IsCancellationRequested)
        {
            _logger.NotForwarded(function.Name, error, context.GetForwarderErrorFeature()?.Exception?.Message ?? "");
        }
    }

    // Returns null if no worker was ready within the start limit.
    private async Task<WorkerChannel?> FindWorkerAsync(HttpContext context)
    {
        try
        {
            return await workers.GetAsync(context.RequestAborted);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private void Fail(HttpContext context, Exception failure)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        _logger.Failed(failure.Message);
        if (context.Response.HasStarted)
        {
            // The client must not take half an answer for a whole one.
            context.Abort();
            return;
        }

        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentLength = null;
    }

    // Values of function parameters such as a route's slug; a route's values take precedence over the query's.
    private static Dictionary<string, object?> Data(HttpContext context)
    {
        var query = context.Request.Query
            .Where(parameter => parameter.Key != "code")
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in query)
        {
            data[name] = value;
        }

        foreach (var (name, value) in context.GetRouteData().Values)
        {
            data[name] = value?.ToString();
        }

        data["Query"] = query;
        data["Headers"] = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        return data;
    }

    private sealed class Routing : IRoutingFeature
    {
        public RouteData? RouteData { get; set; }
    }

    // A worker may report the address of its web server before the server listens.
    private sealed class Retrying(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError && attempt < Tries)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(50 * attempt, 250)), cancellationToken);
                }
            }
        }
    }
}

internal static partial class HttpLog
{
    [LoggerMessage(40, LogLevel.Warning, "The request for '{Function}' was not forwarded ({Error}): {Reason}")]
    public static partial void NotForwarded(this ILogger logger, string function, ForwarderError error, string reason);
}
