using Microsoft.Extensions.Options;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;
using PaperLedge.Functions.Telemetry;

namespace PaperLedge.Functions.Feeds;

public sealed class ChangeNotifier(HttpClient http, PublicUrls urls, IOptions<AnnounceOptions> settings)
{
    // Podping refuses requests without a user agent.
    internal static string UserAgent { get; } = $"PaperLedge/{typeof(ChangeNotifier).Assembly.GetName().Version!.ToString(3)}";

    private bool HasToken => settings.Value.PodpingToken.Length > 0;

    public bool HasTargets(ShowSettings show) => show.Hub is not null || (show.Podping && HasToken);

    /// <returns>The problem with the app's settings, or null.</returns>
    public string? FindProblem(ShowSettings show) => show.Podping && !HasToken
        ? "show.json asks for announcements through Podping, but the app has no Podping token: " +
            "set Announce__PodpingToken, or remove \"podping\"."
        : null;

    /// <exception cref="HttpRequestException">
    /// The hub or Podping did not answer, or answered with a failure; the message says which.
    /// </exception>
    public async Task NotifyAsync(ShowSettings show, CancellationToken cancellationToken)
    {
        var failures = new List<HttpRequestException>();
        if (show.Hub is { } hub)
        {
            await TryAsync("websub", $"The hub {hub}", () => Publish(hub));
        }

        if (show.Podping && HasToken)
        {
            await TryAsync("podping", "Podping", Ping);
        }

        if (failures.Count > 0)
        {
            throw new HttpRequestException(string.Join(' ', failures.Select(failure => failure.Message)), failures[0]);
        }

        // A failure of one does not stop the other.
        async Task TryAsync(string target, string name, Func<HttpRequestMessage> create)
        {
            try
            {
                await SendAsync(name, create, cancellationToken);
                AppMetrics.Notified(target, succeeded: true);
            }
            catch (HttpRequestException failure)
            {
                AppMetrics.Notified(target, succeeded: false);
                failures.Add(failure);
            }
        }
    }

    // WebSub lets each hub define this request (https://www.w3.org/TR/websub/#publishing): some read hub.url, some hub.topic.
    private HttpRequestMessage Publish(Uri hub)
    {
        var feed = WebAddress.Ascii(urls.Feed);
        return new(HttpMethod.Post, hub)
        {
            Content = new FormUrlEncodedContent([new("hub.mode", "publish"), new("hub.url", feed), new("hub.topic", feed)]),
        };
    }

    private HttpRequestMessage Ping()
    {
        var query = $"?url={Uri.EscapeDataString(WebAddress.Ascii(urls.Feed))}&reason=update&medium=podcast";
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(settings.Value.PodpingUrl), query));
        request.Headers.TryAddWithoutValidation("Authorization", settings.Value.PodpingToken);
        return request;
    }

    private async Task SendAsync(string name, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(settings.Value.TimeoutSeconds));
        using var request = create();
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException(
                    $"{name} answered {(int)response.StatusCode} {response.ReasonPhrase}.", null, response.StatusCode);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{name} did not answer within {settings.Value.TimeoutSeconds} s.");
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            throw new HttpRequestException($"{name} cannot be reached: {exception.Message}", exception);
        }
    }
}
