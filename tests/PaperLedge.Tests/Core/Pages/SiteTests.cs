using System.Text;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;

namespace PaperLedge.Tests.Core.Pages;

public sealed class SiteTests
{
    [Fact]
    public void Assets_are_found_by_the_name_that_pages_give()
    {
        Assert.Same(SiteAssets.Stylesheet, SiteAssets.Find(SiteAssets.Stylesheet.Name));
        Assert.Same(SiteAssets.Script, SiteAssets.Find(SiteAssets.Script.Name));
        Assert.Same(SiteAssets.Mark, SiteAssets.Find(SiteAssets.Mark.Name));
        Assert.Null(SiteAssets.Find("site.css"));
        Assert.Matches(@"^site\.[0-9a-f]{8}\.css$", SiteAssets.Stylesheet.Name);
    }

    [Fact]
    public void The_style_sheet_loads_nothing() =>
        Assert.DoesNotMatch(@"url\(|@import", Encoding.UTF8.GetString(SiteAssets.Stylesheet.Content.Span));

    [Fact]
    public void The_policy_lets_media_and_artwork_in_and_no_inline_script()
    {
        var show = Samples.Show with { Artwork = "https://art.example/cover.png" };
        var policy = ContentSecurityPolicy.ForPages(show, Samples.Urls, new Uri("http://127.0.0.1:10000/devstoreaccount1"));

        Assert.Equal(
            "default-src 'none'; script-src 'self' https://podcast.example.org; style-src 'self' https://podcast.example.org; "
            + "img-src 'self' https://podcast.example.org http://127.0.0.1:10000 https://art.example; "
            + "media-src 'self' https://podcast.example.org http://127.0.0.1:10000; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            policy);
        Assert.DoesNotContain("unsafe", policy + ContentSecurityPolicy.ForTranscript, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_player_alone_may_be_framed_elsewhere()
    {
        Assert.EndsWith("frame-ancestors *", ContentSecurityPolicy.ForEmbedding(Samples.Show, Samples.Urls), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'self'", ContentSecurityPolicy.ForPages(Samples.Show, Samples.Urls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://podcast.example.org/episodes/first-words", "first-words")]
    [InlineData("https://podcast.example.org/episodes/first-words?a=b#t=1", "first-words")]
    [InlineData("https://elsewhere.example/episodes/first-words", null)]
    [InlineData("https://podcast.example.org/episodes/First_Words", null)]
    [InlineData("https://podcast.example.org/", null)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    public void An_episodes_address_names_its_slug(string? address, string? slug) =>
        Assert.Equal(slug, Samples.Urls.EpisodeAt(address)?.Value);

    [Fact]
    public void Other_sites_are_offered_a_frame_that_fits()
    {
        var offer = OEmbed.Of(Samples.Show, Samples.Urls, Samples.Sums, maxWidth: 300, maxHeight: null);

        Assert.Equal(("rich", 300), (offer["type"]!.GetValue<string>(), offer["width"]!.GetValue<int>()));
        Assert.StartsWith(
            "<iframe src=\"https://podcast.example.org/embed/counting-in-pairs\" width=\"300\"",
            offer["html"]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_site_map_lists_the_show_and_its_episodes()
    {
        var map = System.Xml.Linq.XDocument.Parse(Encoding.UTF8.GetString(Sitemap.Write(Samples.Urls, [Samples.Sums, Samples.Plain])));

        Assert.Equal(
            [
                "https://podcast.example.org/", "https://podcast.example.org/episodes/counting-in-pairs",
                "https://podcast.example.org/episodes/first-words"
            ],
            map.Root!.Elements().Select(page => page.Elements().First().Value));
    }

    [Fact]
    public void Pages_of_the_show_have_addresses_of_their_own()
    {
        var urls = new PublicUrls(new Uri("https://example.org/cast"));

        Assert.Equal("https://example.org/cast/", urls.ShowFrom(null).AbsoluteUri);
        Assert.Equal("https://example.org/cast/?from=0123-a", urls.ShowFrom("0123-a").AbsoluteUri);
    }
}
