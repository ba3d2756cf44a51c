using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace PaperLedge.Benchmarks.Serving;

/// <summary>Directories that poll the feed, each with the tag of its last answer, as polite ones do.</summary>
internal sealed class Pollers(Uri feed, int count)
{
    private readonly ConcurrentDictionary<string, string> _bodyOfTag = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _problems = [];
    private int _requests;
    private int _unchanged;

    public int Requests => _requests;

    public int Unchanged => _unchanged;

    // Number of different documents seen.
    public int Documents => _bodyOfTag.Values.Distinct(StringComparer.Ordinal).Count();

    public IReadOnlyCollection<string> Problems => _problems;

    public async Task RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = count });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(time);
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => PollAsync(http, end.Token)));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task PollAsync(HttpClient http, CancellationToken end)
    {
        EntityTagHeaderValue? tag = null;
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, feed);
                request.Headers.AcceptEncoding.ParseAdd("gzip");
                if (tag is not null)
                {
                    request.Headers.IfNoneMatch.Add(tag);
                }

                using var response = await http.SendAsync(request, CancellationToken.None);
                Interlocked.Increment(ref _requests);
                tag = await ReadAsync(response, tag);
                await Task.Delay(50, end);
            }
            catch (HttpRequestException exception)
            {
                _problems.Add(exception.Message);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<EntityTagHeaderValue?> ReadAsync(HttpResponseMessage response, EntityTagHeaderValue? tag)
    {
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            Interlocked.Increment(ref _unchanged);
            return tag;
        }

        var body = Convert.ToHexStringLower(SHA256.HashData(await response.Content.ReadAsByteArrayAsync()));
        if (response.StatusCode != HttpStatusCode.OK || response.Headers.ETag is not { } now)
        {
            _problems.Add($"{(int)response.StatusCode} with tag {response.Headers.ETag}");
            return tag;
        }

        if (_bodyOfTag.GetOrAdd(now.Tag, body) != body)
        {
            _problems.Add($"Two bodies under the tag {now.Tag}");
        }

        return now;
    }
}
