using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Http;

namespace PaperLedge.Tests.LocalWorker.Http;

public sealed class RouteTemplateTests
{
    [Theory]
    [InlineData("feed.xml", "", "/feed.xml")]
    [InlineData("feed.xml", "api", "api/feed.xml")]
    [InlineData(null, "", "/Feed")]
    [InlineData("", "api/v1", "api/v1/Feed")]
    [InlineData("{ignored:maxlength(0)?}", "", "/{ignored:maxlength(0)?}")]
    [InlineData("episodes/{slug}/transcript.{format}", "", "/episodes/{slug}/transcript.{format}")]
    public void A_route_stands_below_the_prefix_and_an_empty_one_is_the_functions_name(string? route, string prefix, string expected) =>
        Assert.Equal(expected, RouteTemplate.Parse("Feed", route, prefix).RawText);

    [Theory]
    [InlineData("/", "maxlength(0)")]
    [InlineData("admin/episodes", "keeps for itself")]
    [InlineData("administration", "keeps for itself")]
    [InlineData("runtime/x", "keeps for itself")]
    [InlineData("episodes/{slug", "malformed")]
    [InlineData("episodes/{slug}/{slug}", "malformed")]
    [InlineData("/feed.xml", "malformed")]
    public void A_route_that_the_host_would_not_serve_is_refused_with_its_function(string route, string because)
    {
        var refused = Assert.Throws<RefusedException>(() => RouteTemplate.Parse("Feed", route, ""));

        Assert.Contains("'Feed'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("episodes/{slug}", "Episodes/{name}", true)]
    [InlineData("episodes/{slug}", "episodes/{slug:int}", false)]
    [InlineData("episodes/{slug}", "episodes/{slug?}", false)]
    [InlineData("episodes/{slug}", "episodes/{*slug}", false)]
    [InlineData("feed.xml", "feed.json", false)]
    public void Two_routes_are_one_whatever_their_parameters_are_called(string a, string b, bool same) =>
        Assert.Equal(same, RouteTemplate.Shape(RouteTemplate.Parse("A", a, "")) == RouteTemplate.Shape(RouteTemplate.Parse("B", b, "")));
}
