using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Status;

namespace PaperLedge.Cli.Demo;

/// <param name="http">With the base address and the function key.</param>
public sealed class SiteClient(HttpClient http)
{
    internal AppClient Api { get; } = new(http);

    /// <exception cref="HttpRequestException">The app does not answer, or not correctly.</exception>
    public Task<StatusReport> GetStatusAsync(CancellationToken cancellationToken) => Api.GetStatusAsync(cancellationToken);

    /// <exception cref="HttpRequestException">There is no such transcript.</exception>
    public async Task<string> GetTextAsync(Uri jsonTranscript, CancellationToken cancellationToken)
    {
        var transcript = await http.GetFromJsonAsync<JsonObject>(jsonTranscript, cancellationToken);
        var segments = transcript?["segments"]?.AsArray() ?? throw new HttpRequestException($"{jsonTranscript} has no segments.");
        // The name of a sound, such as [music], is not spoken text.
        return string.Join(' ', segments.Select(segment => (string?)segment?["body"]).Where(body => body is not ['[', .., ']']));
    }

    /// <returns>Addresses of the episode pages that the feed links to.</returns>
    /// <exception cref="HttpRequestException">There is no feed.</exception>
    public async Task<IReadOnlySet<string>> GetFeedLinksAsync(CancellationToken cancellationToken)
    {
        await using var xml = await http.GetStreamAsync(new Uri("feed.xml", UriKind.Relative), cancellationToken);
        var feed = await XDocument.LoadAsync(xml, LoadOptions.None, cancellationToken);
        return feed.Descendants("item").Elements("link").Select(link => link.Value.Trim()).ToHashSet(StringComparer.Ordinal);
    }
}
