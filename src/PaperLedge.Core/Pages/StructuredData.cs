using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <summary>
/// What search engines read of a page: schema.org's terms as JSON-LD. Characters that could end the element around it are
/// escaped by the serializer's own encoder.
/// </summary>
public static class StructuredData
{
    private const string Context = "https://schema.org";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Of(ShowSettings show, PublicUrls urls)
    {
        var series = Series(show, urls);
        series.Insert(0, "@context", Context);
        series["description"] = PlainText.Lines(show.Description);
        series["inLanguage"] = LanguageTag.OrUndetermined(show.Language);
        series["author"] = Named("Organization", show.Author);
        series["image"] = ShowArtwork.Address(show, urls) is { } artwork ? WebAddress.Ascii(artwork) : null;
        return Write(series);
    }

    public static string Of(ShowSettings show, PublicUrls urls, PublishedEpisode episode)
    {
        var (metadata, enclosure) = (episode.Metadata, episode.Enclosure);
        var duration = PageText.MachineDuration(enclosure.Duration);
        return Write(new JsonObject
        {
            ["@context"] = Context,
            ["@type"] = "PodcastEpisode",
            ["name"] = PlainText.OneLine(metadata.Title),
            ["url"] = WebAddress.Ascii(urls.Episode(episode.Slug)),
            ["description"] = ShowNotes.ToText(metadata.ShowNotes),
            ["datePublished"] = PageText.MachineDate(metadata.Published),
            ["inLanguage"] = LanguageTag.OrUndetermined(metadata.Language),
            ["episodeNumber"] = metadata.Episode,
            ["timeRequired"] = duration,
            ["isFamilyFriendly"] = !metadata.Explicit,
            ["accessibilityFeature"] = new JsonArray("transcript", "captions"),
            ["partOfSeries"] = Series(show, urls),
            ["associatedMedia"] = new JsonObject
            {
                ["@type"] = "AudioObject",
                ["contentUrl"] = WebAddress.Ascii(urls.Media(episode.Slug, enclosure)),
                ["encodingFormat"] = enclosure.MediaType,
                ["duration"] = duration,
            },
            ["isBasedOn"] = metadata.Paper is { } paper ? Article(paper) : null,
        });
    }

    private static JsonObject Series(ShowSettings show, PublicUrls urls) => new()
    {
        ["@type"] = "PodcastSeries",
        ["name"] = PlainText.OneLine(show.Title),
        ["url"] = WebAddress.Ascii(urls.Show),
        ["webFeed"] = WebAddress.Ascii(urls.Feed),
    };

    private static JsonObject Article(Paper paper) => new()
    {
        ["@type"] = "ScholarlyArticle",
        ["name"] = PlainText.OneLine(paper.Title),
        ["author"] = new JsonArray([.. paper.Authors.Select(author => Named("Person", author)).Where(author => author is not null)]),
        ["url"] = WebAddress.IsWeb(paper.Url) ? WebAddress.Ascii(paper.Url!) : null,
    };

    private static JsonObject? Named(string type, string name) =>
        PlainText.OneLine(name) is { Length: > 0 } known ? new JsonObject { ["@type"] = type, ["name"] = known } : null;

    private static string Write(JsonObject data)
    {
        foreach (var absent in data.Where(property => property.Value is null).Select(property => property.Key).ToList())
        {
            data.Remove(absent);
        }

        return data.ToJsonString(Options);
    }
}
