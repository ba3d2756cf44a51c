using System.Collections.Concurrent;
using System.Net;
using System.Text;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.TestSupport;

/// <summary>A hub as far as a publisher notices: takes requests, and answers as it is told to.</summary>
internal sealed class RecordingServer : IDisposable
{
    private const int MaxStarts = 5;

    private readonly HttpListener _listener = new();

    private RecordingServer(int port)
    {
        Url = new Uri($"http://localhost:{port}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
    }

    public Uri Url { get; }

    /// <summary>Method, path with query, body and the Authorization header of each request.</summary>
    public ConcurrentQueue<(string Method, string Path, string Body, string? Authorization)> Requests { get; } = [];

    /// <summary>Path and body of each request, for bodies that are not text.</summary>
    public ConcurrentQueue<(string Path, byte[] Content)> Bodies { get; } = [];

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

    public static RecordingServer Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new RecordingServer(LocalPorts.Free(1)[0]);
            try
            {
                server._listener.Start();
                _ = server.ServeAsync();
                return server;
            }
            catch (HttpListenerException) when (attempt < MaxStarts)
            {
                // A connection took the port meanwhile: another is tried.
                server.Dispose();
            }
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Stopped.
                return;
            }

            var request = context.Request;
            using var content = new MemoryStream();
            await request.InputStream.CopyToAsync(content);
            Bodies.Enqueue((request.RawUrl!, content.ToArray()));
            var body = Encoding.UTF8.GetString(content.ToArray());
            Requests.Enqueue((request.HttpMethod, request.RawUrl!, body, request.Headers["Authorization"]));
            context.Response.StatusCode = (int)Answer;
            context.Response.Close();
        }
    }
}
