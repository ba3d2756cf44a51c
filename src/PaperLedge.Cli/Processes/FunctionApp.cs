using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Cli.Processes;

/// <summary>The published function app on this machine, under the development host, which is a child process.</summary>
public sealed class FunctionApp : IAsyncDisposable
{
    // Longer than the host takes to stop: DevHost__StopWait, which is 45 s at most, and 5 s for the worker.
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(55);

    private readonly FunctionAppOptions _options;

    private FunctionApp(FunctionAppOptions options, ChildProcess process)
    {
        _options = options;
        Process = process;
        BaseUrl = AddressOf(options.Port);
        Http = new HttpClient { BaseAddress = BaseUrl };
        Http.DefaultRequestHeaders.Add("x-functions-key", options.FunctionKey);
    }

    public ChildProcess Process { get; }

    public Uri BaseUrl { get; }

    public string LogPath => _options.LogPath;

    /// <summary>Sends requests to the app, with the function key.</summary>
    public HttpClient Http { get; }

    public static Uri AddressOf(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/"));

    /// <exception cref="StartException">Its port is in use, it is not built, it ends by itself, or does not answer in time.</exception>
    public static async Task<FunctionApp> StartAsync(FunctionAppOptions options, CancellationToken cancellationToken)
    {
        var app = Start(options);
        try
        {
            await app.WaitUntilItAnswersAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the app without waiting for it.</summary>
    /// <exception cref="StartException">Its port is in use, or it is not built.</exception>
    public static FunctionApp Start(FunctionAppOptions options)
    {
        if (!Directory.Exists(options.App))
        {
            throw new StartException(
                $"The function app is not built ({options.App} is missing). Build it with: dotnet build '{Repository.Root}'");
        }

        LocalPorts.EnsureFree(options.Port, "the function app", "--port");
        Directory.CreateDirectory(options.WorkingDirectory);
        var process = ChildProcess.Start(
            "The function app",
            ChildProcess.DotNet,
            [Repository.DevHost, options.App, Path.Combine(options.WorkingDirectory, "local.settings.json")],
            options.ToVariables(),
            options.WorkingDirectory,
            options.LogPath,
            options.Echo);
        return new FunctionApp(options, process);
    }

    /// <exception cref="StartException">It ended by itself, or did not answer in time.</exception>
    public async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.StartTimeout);
        var last = "none yet";
        try
        {
            while (true)
            {
                if (Process.Exited.IsCompleted)
                {
                    throw await Process.EndedAsync();
                }

                last = await AskAsync(limit.Token);
                if (last.Length == 0)
                {
                    return;
                }

                await Task.Delay(100, limit.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException(
                $"The function app did not answer within {_options.StartTimeout.TotalSeconds:0} s (last problem: {last}); " +
                $"see {_options.LogPath}.",
                exception);
        }
    }

    /// <summary>Sends SIGKILL to the host; its worker is killed a moment later.</summary>
    public void Kill() => Process.Kill();

    /// <returns>Id of the process that runs the functions; the host replaces it when it dies.</returns>
    /// <exception cref="HttpRequestException">No worker is running.</exception>
    public async Task<int> GetWorkerIdAsync(CancellationToken cancellationToken)
    {
        var status = await Http.GetFromJsonAsync<JsonElement>(new Uri("admin/host/status", UriKind.Relative), cancellationToken);
        return status.GetProperty("workerProcessId") is { ValueKind: JsonValueKind.Number } id
            ? id.GetInt32()
            : throw new HttpRequestException("No worker is running.");
    }

    /// <summary>Sends SIGTERM: running work ends or goes back to its queue.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync() => Process.StopAsync(s_stopTimeout);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        await Process.DisposeAsync();
    }

    // Returns the problem, or an empty string for a good answer.
    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri("api/episodes", UriKind.Relative), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK ? "" : $"GET /api/episodes answered with {(int)response.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
    }
}

/// <param name="WorkingDirectory">Its <c>local.settings.json</c> is read; environment variables take precedence.</param>
/// <param name="LogPath">Appended to.</param>
public sealed record FunctionAppOptions(string WorkingDirectory, string LogPath)
{
    public string App { get; init; } = Repository.FunctionApp;

    public int Port { get; init; } = 7071;

    /// <summary>The storage account's connection string; null leaves it to the settings file.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Callers of administration addresses must send it as <c>x-functions-key</c>.</summary>
    public string FunctionKey { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Further settings as environment variables, such as <c>Whisper__Model</c>; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public Action<string>? Echo { get; init; }

    internal Dictionary<string, string?> ToVariables()
    {
        var variables = new Dictionary<string, string?>(Environment)
        {
            ["DevHost__Port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["DevHost__FunctionKey"] = FunctionKey,
        };
        if (ConnectionString is not null)
        {
            variables["AzureWebJobsStorage"] = ConnectionString;
        }

        return variables;
    }
}
