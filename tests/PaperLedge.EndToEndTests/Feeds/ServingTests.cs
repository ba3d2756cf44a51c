using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Feeds;

/// <summary>Encodings, and many directories at once.</summary>
[Collection(nameof(AppCollection))]
public class ServingTests(AppFixture fixture)
{
    private const int Directories = 500;

    private RunningApp App => fixture.App;

    [Fact]
    public async Task Each_encoding_has_a_tag_of_its_own_and_holds_the_same_feed()
    {
        var plain = await GetAsync("identity");
        var gzip = await GetAsync("gzip");
        var brotli = await GetAsync("br");

        Assert.Equal(3, new[] { plain, gzip, brotli }.Select(answer => answer.Tag!.Tag).Distinct().Count());
        Assert.All([plain, gzip, brotli], answer => Assert.Equal(("Accept-Encoding", false), (answer.Vary, answer.Tag!.IsWeak)));
        Assert.Equal(plain.Body, Decode(new GZipStream(new MemoryStream(gzip.Body), CompressionMode.Decompress)));
        Assert.Equal(plain.Body, Decode(new BrotliStream(new MemoryStream(brotli.Body), CompressionMode.Decompress)));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task The_tag_of_an_encoding_is_answered_by_304_in_that_encoding(string encoding)
    {
        var first = await GetAsync(encoding);
        var again = await GetAsync(encoding, first.Tag);

        Assert.Equal((HttpStatusCode.NotModified, first.Tag, "Accept-Encoding"), (again.Status, again.Tag, again.Vary));
        Assert.Empty(again.Body);
    }

    [Fact]
    public async Task Directories_that_ask_while_an_episode_comes_out_see_the_old_or_the_new_feed()
    {
        var bodies = new ConcurrentDictionary<string, byte[]>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        using var end = new CancellationTokenSource();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Directories }) { BaseAddress = App.BaseUrl };
        var polling = Enumerable.Range(0, Directories).Select(_ => PollAsync(http, bodies, statuses, end.Token)).ToList();

        await App.UploadAsync("comes-out-now.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("comes-out-now", "published");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await end.CancelAsync();
        await Task.WhenAll(polling);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotModified], statuses.Keys.Order());
        Assert.All(bodies.Values, body => Assert.Equal("rss", System.Xml.Linq.XDocument.Load(new MemoryStream(body)).Root!.Name.LocalName));
        Assert.Contains(bodies.Values, body => !Mentions(body));
        Assert.Contains(bodies.Values, Mentions);

        static bool Mentions(byte[] body) =>
            System.Text.Encoding.UTF8.GetString(body).Contains("/comes-out-now/", StringComparison.Ordinal);
    }

    private static async Task PollAsync(
        HttpClient http,
        ConcurrentDictionary<string, byte[]> bodies,
        ConcurrentDictionary<HttpStatusCode, int> statuses,
        CancellationToken end)
    {
        EntityTagHeaderValue? tag = null;
        do
        {
            using var request = Request("identity", tag);
            using var answer = await http.SendAsync(request, CancellationToken.None);
            statuses.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                tag = answer.Headers.ETag!;
                var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
                Assert.Equal(bodies.GetOrAdd(tag.Tag, body), body);
            }

            await Task.Delay(100, CancellationToken.None);
        }
        while (!end.IsCancellationRequested);
    }

    private async Task<Answer> GetAsync(string encoding, EntityTagHeaderValue? tag = null)
    {
        using var request = Request(encoding, tag);
        using var answer = await App.Http.SendAsync(request);
        return new Answer(
            answer.StatusCode, answer.Headers.ETag, string.Join(", ", answer.Headers.Vary), await answer.Content.ReadAsByteArrayAsync());
    }

    private static HttpRequestMessage Request(string encoding, EntityTagHeaderValue? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "feed.xml") { Headers = { { "Accept-Encoding", encoding } } };
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return request;
    }

    private static byte[] Decode(Stream encoded)
    {
        using var decoded = encoded;
        using var buffer = new MemoryStream();
        decoded.CopyTo(buffer);
        return buffer.ToArray();
    }

    private sealed record Answer(HttpStatusCode Status, EntityTagHeaderValue? Tag, string Vary, byte[] Body);
}
