using System.Net;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>What people see.</summary>
[Collection(nameof(AppCollection))]
public class PageTests(AppFixture fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task The_show_lists_its_episodes_newest_first()
    {
        await PublishAsync("page-older", "2020-01-01");
        await PublishAsync("page-newer", "2020-01-02");
        var items = (await App.ChannelAsync()).Elements("item").Select(item => item.Element("link")!.Value).ToList();
        var (newer, older) = (
            items.FindIndex(link => link.EndsWith("/page-newer", StringComparison.Ordinal)),
            items.FindIndex(link => link.EndsWith("/page-older", StringComparison.Ordinal)));

        Assert.True(newer >= 0 && newer + 1 == older);
        var page = await App.Http.GetStringAsync("");
        Assert.Contains("<h1>PaperLedge</h1>", page, StringComparison.Ordinal);
        var titles = (await App.ChannelAsync()).Elements("item")
            .Take(3)
            .Select(item => WebUtility.HtmlEncode(item.Element("title")!.Value));
        var places = titles.Select(title => page.IndexOf(title, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task An_episodes_page_has_player_transcript_and_a_strict_content_policy()
    {
        await PublishAsync("page-of-one", "2020-01-03");
        using var answer = await App.Http.GetAsync("episodes/page-of-one");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains("<audio", page, StringComparison.Ordinal);
        Assert.Contains("kind=\"captions\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("episodes/no-such-episode")]
    [InlineData("?from=nonsense")]
    [InlineData("no/such/folder/page.html")]
    [InlineData("wp-login.php")]
    public async Task An_address_that_leads_nowhere_says_so_on_a_page(string address)
    {
        using var answer = await App.Http.GetAsync(address);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("Page not found", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_episode_is_found_by_programs_and_may_be_framed_elsewhere()
    {
        await PublishAsync("page-to-frame", "2020-01-04");
        var page = new Uri(App.BaseUrl, "episodes/page-to-frame").AbsoluteUri;

        Assert.Contains("Disallow: /api/", await App.Http.GetStringAsync("robots.txt"), StringComparison.Ordinal);
        Assert.Contains($"<loc>{page}</loc>", await App.Http.GetStringAsync("sitemap.xml"), StringComparison.Ordinal);
        using var offer = System.Text.Json.JsonDocument.Parse(await App.Http.GetStringAsync($"oembed?url={Uri.EscapeDataString(page)}"));
        Assert.Contains("/embed/page-to-frame", offer.RootElement.GetProperty("html").GetString(), StringComparison.Ordinal);
        using var frame = await App.Http.GetAsync("embed/page-to-frame");
        Assert.EndsWith("frame-ancestors *", Assert.Single(frame.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var stranger = await App.Http.GetAsync("oembed?url=https%3A%2F%2Felsewhere.example%2F");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    [Fact]
    public async Task The_administration_wants_its_key()
    {
        using var stranger = new HttpClient { BaseAddress = App.BaseUrl };
        using var list = await stranger.GetAsync("api/episodes");
        using var retry = await stranger.PostAsync("api/episodes/any/retry", null);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (list.StatusCode, retry.StatusCode));
    }

    private async Task PublishAsync(string slug, string date)
    {
        var sidecar = $$"""{"title": "{{slug}} <script>alert(1)</script>", "published": "{{date}}"}""";
        await App.UploadAsync($"{slug}.json", System.Text.Encoding.UTF8.GetBytes(sidecar));
        await App.UploadAsync($"{slug}.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync(slug, "published");
    }
}
