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
        Assert.Same(SiteAssets.Mark, SiteAssets.Find(SiteAssets.Mark.Name));
        Assert.Null(SiteAssets.Find("site.css"));
        Assert.Matches(@"^site\.[0-9a-f]{8}\.css$", SiteAssets.Stylesheet.Name);
    }

    [Fact]
    public void The_style_sheet_loads_nothing() =>
        Assert.DoesNotMatch(@"url\(|@import", Encoding.UTF8.GetString(SiteAssets.Stylesheet.Content.Span));

    [Fact]
    public void The_policy_lets_media_and_artwork_in_and_no_script()
    {
        var show = Samples.Show with { Artwork = "https://art.example/cover.png" };
        var policy = ContentSecurityPolicy.ForPages(show, Samples.Urls, new Uri("http://127.0.0.1:10000/devstoreaccount1"));

        Assert.Equal(
            "default-src 'none'; style-src 'self' https://podcast.example.org; "
            + "img-src 'self' https://podcast.example.org http://127.0.0.1:10000 https://art.example; "
            + "media-src 'self' https://podcast.example.org http://127.0.0.1:10000; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            policy);
        Assert.DoesNotContain("unsafe", policy + ContentSecurityPolicy.ForTranscript, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_of_the_show_have_addresses_of_their_own()
    {
        var urls = new PublicUrls(new Uri("https://example.org/cast"));

        Assert.Equal("https://example.org/cast/", urls.ShowFrom(null).AbsoluteUri);
        Assert.Equal("https://example.org/cast/?from=0123-a", urls.ShowFrom("0123-a").AbsoluteUri);
    }
}
