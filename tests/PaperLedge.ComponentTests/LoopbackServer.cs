using System.Net;

namespace PaperLedge.ComponentTests;

/// <summary>A server on the loopback address that answers as a test wants, well or badly.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private int _requests;

    /// <param name="answer">Writes the response.</param>
    public LoopbackServer(Func<HttpListenerContext, Task> answer)
    {
        // A free port is only known once it is bound, and HttpListener cannot bind "any": ask, and try again if it is taken.
        for (; ; )
        {
            Url = new Uri($"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/files/");
            var listener = new HttpListener();
            listener.Prefixes.Add(Url.AbsoluteUri);
            try
            {
                listener.Start();
                _listener = listener;
                break;
            }
            catch (HttpListenerException)
            {
                // A listener that could not start is of no more use.
                listener.Close();
            }
        }

        _serving = ServeAsync(answer);
    }

    public Uri Url { get; }

    public int Requests => _requests;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync(Func<HttpListenerContext, Task> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _requests);
            await answer(context);
        }
    }
}
