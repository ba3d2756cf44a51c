using System.Net;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Status;
using PaperLedge.Core.Text;

namespace PaperLedge.Cli.Publishing;

/// <summary>Sends requests to the app's API.</summary>
/// <param name="http">With the base address and the function key.</param>
internal sealed class AppClient(HttpClient http)
{
    private const string Episodes = "api/episodes";

    public Uri Url => http.BaseAddress!;

    /// <summary>Reads the whole status, page by page.</summary>
    /// <exception cref="HttpRequestException">The app does not answer, or not correctly.</exception>
    public async Task<StatusReport> GetStatusAsync(CancellationToken cancellationToken)
    {
        var first = await GetPageAsync("", cancellationToken);
        var episodes = first.Episodes.ToList();
        for (var next = first.Next; next is not null;)
        {
            // Only the query is used: the address itself may be the public one, which must not be sent the key.
            var address = next.OriginalString;
            var page = await GetPageAsync(address[Math.Max(0, address.IndexOf('?', StringComparison.Ordinal))..], cancellationToken);
            episodes.AddRange(page.Episodes);
            next = page.Next;
        }

        return first with { Episodes = episodes, Next = null };
    }

    /// <returns>Null if there is no such episode.</returns>
    /// <exception cref="HttpRequestException">The app does not answer, or not correctly.</exception>
    public async Task<EpisodeReport?> FindEpisodeAsync(string slug, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"{Episodes}/{Uri.EscapeDataString(slug)}", cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync<EpisodeReport>(response, cancellationToken);
    }

    /// <summary>Reads the status of single episodes, and of uploads that were refused and so never became one.</summary>
    /// <exception cref="HttpRequestException">The app does not answer, or not correctly.</exception>
    public async Task<FollowedEpisodes> GetEpisodesAsync(IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        var found = new List<EpisodeReport>();
        foreach (var slug in slugs)
        {
            if (await FindEpisodeAsync(slug, cancellationToken) is { } episode)
            {
                found.Add(episode);
            }
        }

        var missing = slugs.Except(found.Select(episode => episode.Slug)).ToHashSet(StringComparer.Ordinal);
        if (missing.Count == 0)
        {
            return new FollowedEpisodes(found, []);
        }

        var list = await GetPageAsync("", cancellationToken);
        return new FollowedEpisodes(
            [.. found, .. list.Episodes.Where(episode => missing.Contains(episode.Slug))],
            [.. list.Uploads.Where(upload => upload.Status == "failed" && missing.Contains(FollowedEpisodes.SlugOf(upload)))]);
    }

    /// <exception cref="CommandException">There is nothing to retry; the message is the app's.</exception>
    /// <exception cref="HttpRequestException">The app does not answer, or not correctly.</exception>
    public Task RetryAsync(string slug, CancellationToken cancellationToken) => PostAsync(slug, "retry", cancellationToken);

    /// <exception cref="CommandException">The episode cannot be released; the message is the app's.</exception>
    /// <exception cref="HttpRequestException">The app does not answer, or not correctly.</exception>
    public Task ReleaseAsync(string slug, CancellationToken cancellationToken) => PostAsync(slug, "release", cancellationToken);

    private async Task PostAsync(string slug, string action, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, $"{Episodes}/{Uri.EscapeDataString(slug)}/{action}", cancellationToken);
        if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict))
        {
            await EnsureSuccessAsync(response, cancellationToken);
            return;
        }

        // A page says that there is no such address; the app's answer is a text.
        var isPage = response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.Html;
        var text = isPage
            ? $"The app at {Url} does not know '{action}': it is older than this command."
            : (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
        throw new CommandException(
            isPage || response.StatusCode == HttpStatusCode.Conflict ? text : $"{text} './paperledge status' lists all episodes.");
    }

    private async Task<StatusReport> GetPageAsync(string query, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, Episodes + query, cancellationToken);
        return await ReadAsync<StatusReport>(response, cancellationToken);
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        await EnsureSuccessAsync(response, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken)
                ?? throw new HttpRequestException($"{Url} does not answer as PaperLedge does. Check the address.");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException($"{Url} does not answer as PaperLedge does. Check the address.", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException(
                $"The app at {Url} does not answer: {exception.GetBaseException().Message.TrimEnd('.')}. Is it running?", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                $"The app at {Url} did not answer within {Wording.Duration(http.Timeout)}.", exception);
        }
    }

    private async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new CommandException(
                $"The app at {Url} refuses the function key: check --key or {AppAddress.KeyVariable}.", ExitCode.Unreadable);
        }

        if (!response.IsSuccessStatusCode)
        {
            // Problem details, as the app writes them: https://www.rfc-editor.org/rfc/rfc9457
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            var detail = response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.ProblemJson
                ? JsonSerializer.Deserialize<JsonElement>(body).GetProperty("detail").GetString()
                : null;
            throw new HttpRequestException(
                $"The app at {Url} answers {response.RequestMessage!.Method} with {(int)response.StatusCode}. {detail}".TrimEnd(),
                inner: null,
                response.StatusCode);
        }
    }
}

/// <summary>What the app reports about episodes that a command follows.</summary>
/// <param name="Episodes">Those that exist.</param>
/// <param name="Refused">Uploads that never became an episode.</param>
internal sealed record FollowedEpisodes(IReadOnlyList<EpisodeReport> Episodes, IReadOnlyList<UploadReport> Refused)
{
    public static string SlugOf(UploadReport upload) => Path.GetFileNameWithoutExtension(upload.Name);

    public EpisodeReport? Find(string slug) => Episodes.FirstOrDefault(episode => episode.Slug == slug);

    /// <summary>Whether nothing more happens to an episode without a person.</summary>
    public bool IsSettled(string slug) => Find(slug)?.IsSettled ?? Refused.Any(upload => SlugOf(upload) == slug);
}
