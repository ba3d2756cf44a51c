using System.Text.Json;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Judges;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>
/// What the Podcast Index's own parser, partytime, understands of a show and an episode that say everything. It says nothing of
/// updateFrequency, podping and image, and takes the value <c>true</c> for no text.
/// </summary>
[Collection(nameof(AppCollection))]
public class PodcastIndexTests(FullEpisodeFixture everything) : IClassFixture<FullEpisodeFixture>
{
    private const string Of = "https://example.org/";

    [Theory]
    [InlineData("title", "\"PaperLedge\"")]
    [InlineData("link", "\"https://www.example.org/\"")]
    [InlineData("locked", "true")]
    [InlineData("podcastOwner", "\"owner@example.com\"")]
    [InlineData("owner", """{"name":"PaperLedge","email":"owner@example.com"}""")]
    [InlineData("medium", "\"podcast\"")]
    [InlineData("explicit", "false")]
    [InlineData("itunesType", "\"serial\"")]
    [InlineData("itunesCategory", "[\"Science\"]")]
    [InlineData("podcastFunding", $$"""[{"message":"Buy us a book & more","url":"{{Of}}fund?a=1&b=2"}]""")]
    [InlineData("license", """{"identifier":"cc-by-4.0","url":"https://spdx.org/licenses/CC-BY-4.0.html"}""")]
    [InlineData("podcastLocation", """{"name":"Göttingen","osm":"R191361","geo":"geo:51.5328,9.9354"}""")]
    [InlineData("podcastPeople", """[{"name":"Piper (synthetic voice)","role":"Narrator","group":"Cast"}]""")]
    [InlineData(
        "trailers",
        $$"""[{"title":"What this is","url":"{{Of}}""" +
        """trailer.mp3","pubdate":"2019-04-01T06:00:00.000Z","type":"audio/mpeg","length":123456,"season":2}]""")]
    [InlineData("podcastTxt", """[{"value":"","purpose":"ai-content"},{"value":"a-b-c","purpose":"applepodcastsverify"}]""")]
    public async Task The_show_is_understood(string field, string expected) => AssertJson(expected, await ParseAsync(), field);

    [Theory]
    [InlineData("title", "\"Says everything: Gauß & friends\"")]
    [InlineData("explicit", "false")]
    [InlineData("duration", "20")]
    [InlineData("pubDate", "\"2019-05-07T04:30:00.000Z\"")]
    [InlineData("itunesSeason", "2")]
    [InlineData("itunesEpisode", "3")]
    [InlineData("itunesEpisodeType", "\"bonus\"")]
    [InlineData("itunesImage", $"\"{Of}sums.png\"")]
    [InlineData("podcastSeason", """{"number":2,"name":"Adding up"}""")]
    [InlineData("podcastEpisode", """{"number":3,"display":"Ch. 3"}""")]
    [InlineData("podcastSoundbites", """[{"duration":15,"startTime":1.25,"title":"Why it works"}]""")]
    [InlineData("podcastPeople", """[{"name":"Piper (synthetic voice)","role":"Narrator","group":"Cast"}]""")]
    [InlineData("podcastLocation", """{"name":"Braunschweig"}""")]
    [InlineData("license", $$"""{"identifier":"Our own","url":"{{Of}}license"}""")]
    [InlineData(
        "alternativeEnclosures",
        $$"""[{"type":"audio/opus","length":345678,"source":[{"uri":"{{Of}}""" +
        """sums.opus","contentType":"audio/opus"}],"default":false""" +
        ""","integrity":{"type":"sri","value":"sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}""" +
        ""","bitrate":24000,"title":"Low bandwidth"}]""")]
    public async Task The_episode_is_understood(string field, string expected) => AssertJson(expected, await ParseItemAsync(), field);

    [Fact]
    public async Task The_show_has_the_guid_and_every_episode_that_the_feed_has()
    {
        var feed = await ParseAsync();
        var channel = await everything.App.ChannelAsync();

        Assert.Equal(channel.Element(Feed.Podcast + "guid")!.Value, feed.GetProperty("guid").GetString());
        Assert.Equal(channel.Elements("item").Select(item => item.Element("guid")!.Value).Order(), Items(feed).Select(Guid).Order());
    }

    [Fact]
    public async Task The_transcripts_and_chapters_are_found_with_type_language_and_purpose()
    {
        var item = await ParseItemAsync();
        var page = new Uri(everything.App.BaseUrl, $"episodes/{FullEpisodeFixture.Slug}/").AbsoluteUri;

        // The parser's own name for SRT's type.
        (string Extension, string Type, string Rel)[] transcripts =
        [
            ("vtt", "text/vtt", ""","rel":"captions" """), ("srt", "application/srt", ""","rel":"captions" """),
            ("json", "application/json", ""), ("html", "text/html", ""), ("txt", "text/plain", ""),
        ];
        var expected = transcripts.Select(
            known => $$"""{"url":"{{page}}transcript.{{known.Extension}}","type":"{{known.Type}}","language":"en"{{known.Rel}}}""");
        AssertJson($"[{string.Join(',', expected)}]", item, "podcastTranscripts");
        AssertJson($$"""{"url":"{{page}}chapters.json","type":"application/json+chapters"}""", item, "podcastChapters");
    }

    private static void AssertJson(string expected, JsonElement parent, string field)
    {
        using var wanted = JsonDocument.Parse(expected);
        Assert.True(parent.TryGetProperty(field, out var found), $"{field} is missing.");
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, found), $"{field} is {found.GetRawText()}, not {expected}.");
    }

    private Task<JsonElement> ParseAsync() => Judge.NodeAsync("partytime.mjs", everything.Xml);

    private async Task<JsonElement> ParseItemAsync() =>
        Items(await ParseAsync()).Single(item => Guid(item) == everything.Item.Element("guid")!.Value);

    private static JsonElement.ArrayEnumerator Items(JsonElement feed) => feed.GetProperty("items").EnumerateArray();

    private static string? Guid(JsonElement item) => item.GetProperty("guid").GetString();
}
