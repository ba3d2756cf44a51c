using System.Net;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Browser;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>How the files that directories, apps and players in other sites' pages fetch are served.</summary>
[Collection(nameof(AppCollection))]
public class WebTests(AppFixture fixture)
{
    private const string Episode = $"episodes/{Published.Slug}";

    public static TheoryData<string> Addresses => new(
    [
        "feed.xml", $"{Episode}/chapters.json", $"{Episode}/transcript.vtt", $"{Episode}/transcript.srt", $"{Episode}/transcript.json",
        $"{Episode}/transcript.html", $"{Episode}/transcript.txt",
    ]);

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task HEAD_has_every_header_of_GET(string address)
    {
        using var get = await SendAsync(HttpMethod.Get, address);
        using var head = await SendAsync(HttpMethod.Head, address);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (get.StatusCode, head.StatusCode));
        Assert.Equal(HeadersOf(get), HeadersOf(head));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Scripts_of_other_sites_may_read_it(string address)
    {
        using var answer = await SendAsync(HttpMethod.Get, address, request => request.Headers.Add("Origin", "https://player.example.org"));

        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_range_is_that_part_of_the_whole(string address)
    {
        using var whole = await SendAsync(HttpMethod.Get, address);
        using var part = await SendAsync(HttpMethod.Get, address, request => request.Headers.Range = new(10, 29));

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal((await whole.Content.ReadAsByteArrayAsync())[10..30], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(whole.Content.Headers.ContentLength, part.Content.Headers.ContentRange!.Length);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Either_validator_of_an_unchanged_file_is_answered_by_304(string address)
    {
        using var first = await SendAsync(HttpMethod.Get, address);
        using var byTag = await SendAsync(HttpMethod.Get, address, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        using var byDate = await SendAsync(HttpMethod.Get, address, request => request.Headers.IfModifiedSince = first.Content.Headers.LastModified);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (byTag.StatusCode, byDate.StatusCode));
    }

    /// <summary>All but the time of the answer and the choice of the connection.</summary>
    private static IEnumerable<string> HeadersOf(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .Where(header => header.Key is not ("Date" or "Transfer-Encoding"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, Action<HttpRequestMessage>? change = null)
    {
        var app = await Published.AppAsync(fixture);
        using var request = new HttpRequestMessage(method, address);
        change?.Invoke(request);
        return await app.Http.SendAsync(request);
    }
}
