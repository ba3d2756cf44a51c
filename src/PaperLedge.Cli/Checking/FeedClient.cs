using System.Net;
using System.Net.Http.Headers;
using PaperLedge.Cli.Commands;

namespace PaperLedge.Cli.Checking;

/// <summary>Asks servers as podcast apps do.</summary>
internal sealed class FeedClient : IDisposable
{
    /// <summary>For a whole answer. Apps wait no longer either.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("PaperLedge", "check") } },
    };

    public Task<Answer> GetAsync(Uri url, int limit, CancellationToken cancellationToken) => AskAsync(new(HttpMethod.Get, url), limit, cancellationToken);

    public Task<Answer> HeadAsync(Uri url, CancellationToken cancellationToken) => AskAsync(new(HttpMethod.Head, url), 0, cancellationToken);

    /// <param name="request">Disposed of here.</param>
    /// <param name="limit">Bytes of the content that are read, at most.</param>
    /// <exception cref="CommandException">No answer was had; the message says why.</exception>
    public async Task<Answer> AskAsync(HttpRequestMessage request, int limit, CancellationToken cancellationToken)
    {
        using var asked = request;
        var url = request.RequestUri!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var content = await ReadAsync(response.Content, limit, patience.Token);
            return new Answer(
                response.RequestMessage?.RequestUri ?? url,
                response.StatusCode,
                response.ReasonPhrase,
                response.Content.Headers.ContentType?.MediaType,
                response.Headers.ETag,
                response.Content.Headers.LastModified,
                response.Content.Headers.ContentLength,
                content.AsMemory(0, Math.Min(limit, content.Length)),
                content.Length <= limit);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{url} has not answered within {Patience.TotalSeconds} seconds.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new CommandException($"{url} cannot be had: {exception.GetBaseException().Message.TrimEnd('.')}.", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns>One byte more than the limit if there are more.</returns>
    private static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (read.Length <= limit)
        {
            var wanted = (int)Math.Min(buffer.Length, limit + 1L - read.Length);
            var count = await stream.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken);
            if (count == 0)
            {
                break;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
