using System.Text.Json;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Feed;

/// <summary>Writes an episode's chapters as JSON, version 1.2.0.</summary>
/// <remarks>https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md</remarks>
public static class ChaptersWriter
{
    public const string MediaType = "application/json+chapters";

    /// <summary>Ends each chapter where the next begins, and the last with the audio.</summary>
    public static byte[] Write(PublishedEpisode episode)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.2.0");
            json.WriteString("title", FeedText.Value(episode.Metadata.Title));
            json.WriteStartArray("chapters");
            var chapters = episode.Metadata.Details.Chapters;
            foreach (var (index, chapter) in chapters.Index())
            {
                Write(json, chapter, index + 1 < chapters.Count ? chapters[index + 1].Start : episode.Enclosure.Duration);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Chapter chapter, TimeSpan end)
    {
        json.WriteStartObject();
        JsonText.WriteSeconds(json, "startTime", chapter.Start);
        JsonText.WriteSeconds(json, "endTime", end);
        json.WriteString("title", FeedText.Name(chapter.Title));
        if (chapter.Url is { } url)
        {
            json.WriteString("url", WebAddress.Ascii(url));
        }

        if (chapter.Image is { } image)
        {
            json.WriteString("img", WebAddress.Ascii(image));
        }

        json.WriteEndObject();
    }
}
