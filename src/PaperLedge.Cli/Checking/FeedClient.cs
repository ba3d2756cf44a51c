using System.Net;
using System.Net.Http.Headers;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Text;

namespace PaperLedge.Cli.Checking;

internal sealed class FeedClient : IDisposable
{
    // For a whole answer. Apps wait no longer either.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("PaperLedge", "check") } },
    };

    public Task<Answer> GetAsync(Uri url, int limit, CancellationToken cancellationToken) =>
        AskAsync(new(HttpMethod.Get, url), limit, cancellationToken);

    public Task<Answer> HeadAsync(Uri url, CancellationToken cancellationToken) =>
        AskAsync(new(HttpMethod.Head, url), 0, cancellationToken);

    /// <param name="request">Disposed of here.</param>
    /// <param name="limit">Bytes of the content to read, at most.</param>
    /// <exception cref="CommandException">There was no answer; the message says why.</exception>
    public async Task<Answer> AskAsync(HttpRequestMessage request, int limit, CancellationToken cancellationToken)
    {
        using var asked = request;
        var url = request.RequestUri!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
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
                response.Headers.NonValidated.TryGetValues("ETag", out var tags) ? tags.ToString() : null,
                response.Content.Headers.LastModified,
                response.Content.Headers.ContentLength,
                content.AsMemory(0, Math.Min(limit, content.Length)),
                content.Length <= limit);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{url} did not answer within {s_patience.TotalSeconds} seconds.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new CommandException($"{url} cannot be fetched: {exception.GetBaseException().Message.TrimEnd('.')}.", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    // Returns one byte more than the limit if the content is longer.
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

/// <param name="Url">The final address, after redirections.</param>
/// <param name="MediaType">Without parameters; null if the header is missing.</param>
/// <param name="Tag">Null if the header is missing or malformed.</param>
/// <param name="RawTag">The header as it was sent; null if it is missing.</param>
/// <param name="Length">Bytes, from the header; null without it, as for compressed content.</param>
/// <param name="Content">Its beginning, up to the limit, decompressed.</param>
/// <param name="IsWhole">True if that is the whole content.</param>
internal sealed record Answer(
    Uri Url,
    HttpStatusCode Status,
    string? Reason,
    string? MediaType,
    EntityTagHeaderValue? Tag,
    string? RawTag,
    DateTimeOffset? LastModified,
    long? Length,
    ReadOnlyMemory<byte> Content,
    bool IsWhole)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string StatusText => $"{(int)Status} {PlainText.OneLine(Reason)}".TrimEnd();
}
