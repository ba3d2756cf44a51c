using Microsoft.Extensions.Primitives;
using PaperLedge.Core.Feed;

namespace PaperLedge.Tests.Core.Feed;

public sealed class ConditionalRequestTests
{
    private static readonly ContentTag Tag = ContentTag.Of("feed"u8);

    private static readonly DateTimeOffset Modified = new(2026, 5, 7, 4, 30, 0, 900, TimeSpan.Zero);

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
            ConditionalRequest.IsNotModified(ifNoneMatch?.Replace("TAG", Tag.Value, StringComparison.Ordinal), ifModifiedSince, Tag, Modified));

    [Fact]
    public void Tags_may_come_in_several_headers() =>
        Assert.True(ConditionalRequest.IsNotModified(new StringValues(["\"a\", \"b\"", Tag.Value]), default, Tag, Modified));

    [Fact]
    public void A_tag_is_quoted_stands_in_a_header_and_follows_the_content()
    {
        Assert.Matches("^\"[A-Za-z0-9_-]{43}\"$", Tag.Value);
        Assert.Equal(Tag, ContentTag.Of("feed"u8));
        Assert.NotEqual(Tag, ContentTag.Of("feed "u8));
    }
}
