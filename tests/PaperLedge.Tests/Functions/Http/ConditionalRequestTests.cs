using Microsoft.Extensions.Primitives;
using PaperLedge.Functions.Http;

namespace PaperLedge.Tests.Functions.Http;

public sealed class ConditionalRequestTests
{
    private static readonly ContentTag s_tag = ContentTag.Of("feed"u8);

    private static readonly DateTimeOffset s_modified = new(2026, 5, 7, 4, 30, 0, 900, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("", null, false)]
    [InlineData("TAG", null, true)]
    [InlineData("W/TAG", null, true)]
    [InlineData("*", null, true)]
    [InlineData("\"other\"", null, false)]
    [InlineData("\"other\", TAG", null, true)]
    [InlineData("\"with, comma\", W/\"x\",TAG", null, true)]
    [InlineData("\"with, comma\", W/\"x\"", null, false)]
    [InlineData("unquoted", null, false)]
    [InlineData(null, "Thu, 07 May 2026 04:30:00 GMT", true)]
    [InlineData(null, "Thu, 07 May 2026 04:30:01 GMT", true)]
    [InlineData(null, "Thu, 07 May 2026 04:29:59 GMT", false)]
    [InlineData(null, "yesterday", false)]
    // A date never overrules a tag, in either direction.
    [InlineData("\"other\"", "Thu, 07 May 2026 04:30:00 GMT", false)]
    [InlineData("TAG", "Thu, 07 May 1998 04:30:00 GMT", true)]
    public void A_request_is_answered_304_if_the_client_has_the_content(string? ifNoneMatch, string? ifModifiedSince, bool notModified) =>
        Assert.Equal(
            notModified,
            ConditionalRequest.IsNotModified(
                ifNoneMatch?.Replace("TAG", s_tag.Value, StringComparison.Ordinal), ifModifiedSince, s_tag, s_modified));

    [Fact]
    public void Tags_may_come_in_several_headers() =>
        Assert.True(ConditionalRequest.IsNotModified(new StringValues(["\"a\", \"b\"", s_tag.Value]), default, s_tag, s_modified));

    [Fact]
    public void A_tag_is_quoted_stands_in_a_header_and_follows_the_content()
    {
        Assert.Matches("^\"[A-Za-z0-9_-]{43}\"$", s_tag.Value);
        Assert.Equal(s_tag, ContentTag.Of("feed"u8));
        Assert.NotEqual(s_tag, ContentTag.Of("feed "u8));
    }
}
