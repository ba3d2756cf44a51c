using System.Globalization;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Benchmarks.Feed;

/// <summary><see cref="FileServer"/> in a process of its own.</summary>
internal sealed class RunningFileServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private RunningFileServer(ChildProcess process, int port)
    {
        _process = process;
        BaseUrl = FunctionApp.AddressOf(port);
        Http = new HttpClient { BaseAddress = BaseUrl };
    }

    public Uri BaseUrl { get; }

    public HttpClient Http { get; }

    public static async Task<RunningFileServer> StartAsync(string folder, string log, CancellationToken cancellationToken)
    {
        var port = LocalPorts.Free(1)[0];
        string[] arguments = [typeof(RunningFileServer).Assembly.Location, "file-server", folder, port.ToString(CultureInfo.InvariantCulture)];
        var process = ChildProcess.Start(
            "The file server", Environment.ProcessPath!, arguments, new Dictionary<string, string?>(), Path.GetDirectoryName(log)!, log);
        var server = new RunningFileServer(process, port);
        while (!await server.AnswersAsync(cancellationToken))
        {
            await Task.Delay(100, cancellationToken);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (_process.Exited.IsCompleted)
        {
            throw await _process.EndedAsync();
        }

        try
        {
            using var response = await Http.GetAsync(BaseUrl, cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
