using System.Text;
using System.Text.Json.Nodes;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>A sample episode that the tests of pages read, published once.</summary>
internal static class PageEpisode
{
    public const string Slug = "page-with-everything";

    /// <summary>An image would be loaded from elsewhere, which the browser here cannot reach.</summary>
    private const string Extras = """
        {
          "type": "bonus", "license": "cc-by-4.0", "location": {"name": "Murray Hill"},
          "alternateEnclosures": [{"url": "https://example.com/low.opus", "type": "audio/opus", "length": 300000, "title": "Low bandwidth"}]
        }
        """;

    /// <summary>
    /// The show's list from a place that lies before every episode: a page that is not the first, without twenty uploads.
    /// </summary>
    public const string SecondPage = "?from=0000000000000000000-a";

    public static async Task<RunningApp> AppAsync(SpeechAppFixture fixture)
    {
        var app = fixture.App;
        if (await app.EpisodeAsync(Slug) is not { Status: "published" })
        {
            var sidecar = JsonNode.Parse(await File.ReadAllTextAsync(Samples.PathOf($"{Samples.Mp3}.json")))!.AsObject();
            foreach (var (name, value) in JsonNode.Parse(Extras)!.AsObject())
            {
                sidecar[name] = value!.DeepClone();
            }

            await app.UploadAsync($"{Slug}.json", Encoding.UTF8.GetBytes(sidecar.ToJsonString()));
            await app.UploadAsync($"{Slug}.mp3", Samples.Audio(Samples.Mp3));
            await app.WaitForAsync(Slug, "published");
        }

        return app;
    }
}
