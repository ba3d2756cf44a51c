using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>
/// Stands between the app and Azurite, passes everything on unchanged, and reports each write after storage has done it and
/// before the app gets the answer: the moment at which a crash leaves most behind.
/// </summary>
internal sealed class WriteWatch : IAsyncDisposable
{
    private static readonly string[] s_hop = ["Host", "Connection", "Transfer-Encoding", "Keep-Alive"];

    private readonly HttpClient _storage = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly List<WebApplication> _servers = [];
    private readonly Lock _gate = new();
    private readonly List<string> _writes = [];
    private int _killAt;
    private Action? _kill;

    /// <summary>Whether every message that the app sends is put into its queue twice.</summary>
    public bool SendsMessagesTwice { get; set; }

    private WriteWatch(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; private set; }

    public static async Task<WriteWatch> StartAsync(Azurite azurite)
    {
        var watch = new WriteWatch(azurite.ConnectionString);
        foreach (var port in (int[])[azurite.Options.BlobPort, azurite.Options.QueuePort, azurite.Options.TablePort])
        {
            await watch.ListenAsync(port);
        }

        return watch;
    }

    /// <summary>Forgets what was written so far, and kills after so many writes from now; 0 only watches.</summary>
    public void Arm(int killAfter, Action kill)
    {
        lock (_gate)
        {
            _writes.Clear();
            (_killAt, _kill) = (killAfter, kill);
        }
    }

    /// <summary>Kills no more; what was written stays noted.</summary>
    public void Disarm()
    {
        lock (_gate)
        {
            _kill = null;
        }
    }

    /// <summary>Method and path of each write since <see cref="Arm"/>.</summary>
    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (_gate)
            {
                return [.. _writes];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _storage.Dispose();
    }

    private async Task ListenAsync(int storagePort)
    {
        var port = LocalPorts.Free(1)[0];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add($"http://127.0.0.1:{port}");
        server.Run(context => PassAsync(context, storagePort));
        await server.StartAsync();
        _servers.Add(server);
        ConnectionString = ConnectionString.Replace($":{storagePort}/", $":{port}/", StringComparison.Ordinal);
    }

    private async Task PassAsync(HttpContext context, int storagePort)
    {
        var pathAndQuery = new Uri(context.Request.GetEncodedUrl()).PathAndQuery;
        var address = new Uri($"http://127.0.0.1:{storagePort}{pathAndQuery}");
        var method = new HttpMethod(context.Request.Method);
        try
        {
            if (SendsMessagesTwice && method == HttpMethod.Post && pathAndQuery.Contains("/messages", StringComparison.Ordinal))
            {
                var body = await BinaryData.FromStreamAsync(context.Request.Body);
                using var first = await SendAsync(context, method, address, new ByteArrayContent(body.ToArray()));
                using var second = await SendAsync(context, method, address, new ByteArrayContent(body.ToArray()));
                await AnswerAsync(context, second);
                return;
            }

            var hasBody = context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0;
            HttpContent? content = hasBody ? new StreamContent(context.Request.Body)
                : context.Request.ContentLength == 0 ? new ByteArrayContent([])
                : null;
            using var answer = await SendAsync(context, method, address, content);
            if (answer.IsSuccessStatusCode && IsOfAnEpisodesWay(method, pathAndQuery) && Note($"{method} {pathAndQuery.Split('?')[0]}"))
            {
                // Whoever wrote it is dead, or does not learn that it is done.
                context.Abort();
                return;
            }

            await AnswerAsync(context, answer);
        }
        catch (HttpRequestException)
        {
            context.Abort(); // storage is being restarted
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContext context, HttpMethod method, Uri address, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in context.Request.Headers.Where(
            header => !s_hop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }

        return await _storage.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(
            header => !s_hop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body);
    }

    /// <summary>Not counted: what the host writes by the clock, its own records and renewals of messages' leases.</summary>
    private static bool IsOfAnEpisodesWay(HttpMethod method, string path) =>
        method != HttpMethod.Get && method != HttpMethod.Head
        && !path.Contains("/azure-webjobs-hosts", StringComparison.Ordinal)
        && !(method == HttpMethod.Put && path.Contains("/messages/", StringComparison.Ordinal));

    /// <summary>
    /// A piece's row written again and again is progress: it counts once, or a slow machine would have more writes than a fast one.
    /// </summary>
    /// <returns>Whether this write was the one to kill after.</returns>
    private bool Note(string write)
    {
        lock (_gate)
        {
            if (_writes.Count > 0 && _writes[^1] == write && write.Contains($"/{StorageNames.PiecesTable}(", StringComparison.Ordinal))
            {
                return false;
            }

            _writes.Add(write);
            if (_writes.Count != _killAt || _kill is null)
            {
                return false;
            }

            _kill();
            return true;
        }
    }
}
