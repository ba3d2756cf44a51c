using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Primitives;
using PaperLedge.Functions.Http;

namespace PaperLedge.Tests.Functions.Http;

public sealed class ContentEncodingTests
{
    [Theory]
    [InlineData(null, "identity")]
    [InlineData("", "identity")]
    [InlineData("gzip", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("GZip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("gzip;q=0", "identity")]
    [InlineData("identity", "identity")]
    [InlineData("identity, gzip;q=0.5", "identity")]
    [InlineData("identity;q=0.5, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0", "identity")]
    [InlineData("identity;q=0", "identity")]
    [InlineData("deflate", "identity")]
    [InlineData("gzip;;;q", "identity")]
    public void A_client_gets_what_it_likes_best(string? header, string encoding) =>
        Assert.Equal(encoding, ContentEncoding.Choose(header is null ? StringValues.Empty : new StringValues(header)).Name);

    [Fact]
    public void Every_encoding_gives_the_same_content_under_a_tag_of_its_own()
    {
        var feed = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<item>Größe</item>\n", 1000)));
        var content = EncodedContent.Of(feed);
        EncodedBody[] bodies = [content.For("br"), content.For("gzip"), content.For("identity")];

        Assert.Equal(["br", "gzip", "identity"], bodies.Select(body => body.Encoding.Name));
        Assert.Equal(3, bodies.Select(body => body.Tag).Distinct().Count());
        Assert.All(bodies, body => Assert.Equal(feed, Decode(body)));
        Assert.All(bodies[..2], body => Assert.True(body.Bytes.Length < feed.Length / 10));
        Assert.Equal(EncodedContent.Of(feed).For("br").Tag, bodies[0].Tag);
    }

    private static byte[] Decode(EncodedBody body)
    {
        using var source = new MemoryStream(body.Bytes);
        using Stream decoded = body.Encoding.Name switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var buffer = new MemoryStream();
        decoded.CopyTo(buffer);
        return buffer.ToArray();
    }
}
