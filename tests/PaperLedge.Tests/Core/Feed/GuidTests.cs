using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;

namespace PaperLedge.Tests.Core.Feed;

public sealed class GuidTests
{
    /// <summary>The specification's own example.</summary>
    [Theory]
    [InlineData("https://podnews.net/rss")]
    [InlineData("http://podnews.net/rss")]
    [InlineData("https://podnews.net/rss//")]
    public void A_feeds_guid_follows_from_its_address_without_scheme_and_trailing_slashes(string url) =>
        Assert.Equal(new Guid("9b024349-ccf0-5f69-a609-6b82873eab3c"), FeedGuid.For(new Uri(url)));

    /// <summary>RFC 9562, appendix A.4.</summary>
    [Fact]
    public void A_version_5_uuid_is_as_the_rfc_shows() =>
        Assert.Equal(
            new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            UuidV5.Create(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));

    [Fact]
    public void An_episodes_guid_follows_from_feed_and_slug()
    {
        var (one, other) = (FeedGuid.For(new Uri("https://a.example/feed.xml")), FeedGuid.For(new Uri("https://b.example/feed.xml")));

        Assert.Equal(EpisodeGuid.For(one, EpisodeSlug.Parse("ep-1")), EpisodeGuid.For(one, EpisodeSlug.Parse("ep-1")));
        Assert.NotEqual(EpisodeGuid.For(one, EpisodeSlug.Parse("ep-1")), EpisodeGuid.For(one, EpisodeSlug.Parse("ep-2")));
        Assert.NotEqual(EpisodeGuid.For(one, EpisodeSlug.Parse("ep-1")), EpisodeGuid.For(other, EpisodeSlug.Parse("ep-1")));
    }
}
