using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

/// <summary>Describes a page to search engines: schema.org's terms as JSON-LD.</summary>
/// <remarks>The serializer's own encoder escapes characters that could end the element around it.</remarks>
public static class StructuredData
{
    private const string Context = "https://schema.org";

    private static readonly JsonSerializerOptions s_options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Of(ShowSettings show, PublicUrls urls)
    {
        var series = Series(show, urls);
        series.Insert(0, "@context", Context);
        series["description"] = PlainText.Lines(show.Description);
        series["inLanguage"] = LanguageTag.OrUndetermined(show.Language);
        series["author"] = Named("Organization", show.Author);
        series["license"] = AddressOf(show.License);
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
            ["image"] = (WebAddress.IsWeb(metadata.Details.Image) ? metadata.Details.Image : ShowArtwork.Address(show, urls)) is { } image
                ? WebAddress.Ascii(image)
                : null,
            ["license"] = AddressOf(metadata.Details.License ?? show.License),
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
            ["hasPart"] = Clips(urls, episode),
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

    // Chapters become clips; each lasts until the next begins.
    private static JsonArray? Clips(PublicUrls urls, PublishedEpisode episode)
    {
        var chapters = episode.Metadata.Details.Chapters;
        return chapters.Count == 0 ? null : new JsonArray([.. chapters.Select((chapter, place) => new JsonObject
        {
            ["@type"] = "Clip",
            ["name"] = PlainText.OneLine(chapter.Title),
            ["startOffset"] = chapter.Start.TotalSeconds,
            ["endOffset"] = (place + 1 < chapters.Count ? chapters[place + 1].Start : episode.Enclosure.Duration).TotalSeconds,
            ["url"] = $"{WebAddress.Ascii(urls.Episode(episode.Slug))}#t={ClockTime.Seconds(chapter.Start)}",
        })]);
    }

    private static string? AddressOf(License? license) =>
        license is not null && LicenseText.Address(license) is { } address ? WebAddress.Ascii(address) : null;

    private static JsonObject Article(Paper paper) => new()
    {
        ["@type"] = "ScholarlyArticle",
        ["name"] = paper.Title is { } title ? PlainText.OneLine(title) : null,
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

        return data.ToJsonString(s_options);
    }
}
