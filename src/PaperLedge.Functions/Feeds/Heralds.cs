using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.Functions.Feeds;

/// <summary>Those who pass on that a feed has changed: a WebSub hub and Podping.</summary>
public sealed class Heralds(HttpClient http, PublicUrls urls, IOptions<AnnounceSettings> settings)
{
    /// <summary>Podping turns away requests that do not say who they are.</summary>
    private const string UserAgent = "PaperLedge/1.0";

    private bool HasToken => settings.Value.PodpingToken.Length > 0;

    /// <summary>Whether there is anybody to tell.</summary>
    public bool AreWanted(ShowSettings show) => show.Hub is not null || (show.Podping && HasToken);

    /// <returns>What the show wants and the app cannot do, or null.</returns>
    public string? Missing(ShowSettings show) => show.Podping && !HasToken
        ? "show.json says that changes are told by Podping, but the app has no token for it: set Announce__PodpingToken, or remove \"podping\"."
        : null;

    /// <exception cref="HttpRequestException">One of them did not answer, or not with success; the message says which.</exception>
    public async Task TellAsync(ShowSettings show, CancellationToken cancellationToken)
    {
        var failures = new List<HttpRequestException>();
        if (show.Hub is { } hub)
        {
            await TryAsync($"The hub {hub}", () => Publish(hub));
        }

        if (show.Podping && HasToken)
        {
            await TryAsync("Podping", Ping);
        }

        if (failures.Count > 0)
        {
            throw new HttpRequestException(string.Join(' ', failures.Select(failure => failure.Message)), failures[0]);
        }

        // One that fails keeps the other from nothing.
        async Task TryAsync(string name, Func<HttpRequestMessage> create)
        {
            try
            {
                await SendAsync(name, create, cancellationToken);
            }
            catch (HttpRequestException failure)
            {
                failures.Add(failure);
            }
        }
    }

    /// <summary>What hubs agree on (https://www.w3.org/TR/websub/#publishing leaves it to them); some want the one name, some the other.</summary>
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
                throw new HttpRequestException($"{name} answered {(int)response.StatusCode} {response.ReasonPhrase}.", null, response.StatusCode);
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
