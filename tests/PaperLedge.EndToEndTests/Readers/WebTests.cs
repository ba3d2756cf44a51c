using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Browser;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>How the files that directories, apps and players in other sites' pages fetch are served.</summary>
[Collection(nameof(SpeechAppCollection))]
public class WebTests(SpeechAppFixture fixture)
{
    private const string Episode = $"episodes/{PageEpisode.Slug}";

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

    /// <summary>The worker would send it to the host once more, as the function's result, which the host drops.</summary>
    [Fact]
    public async Task A_body_is_sent_once()
    {
        var feed = await fixture.App.Http.GetStringAsync("feed.xml");
        using var picture = await fixture.App.Http.GetAsync(Regex.Match(feed, "<itunes:image href=\"(.*?)\"").Groups[1].Value);
        var bytes = (await picture.Content.ReadAsByteArrayAsync()).Length;
        var status = await fixture.App.Http.GetFromJsonAsync<JsonElement>("admin/host/status");

        Assert.InRange(bytes, 50_000, int.MaxValue);
        Assert.InRange(status.GetProperty("largestInvocationResponse").GetInt32(), 1, 10_000);
    }

    [Fact]
    public async Task A_client_that_sends_the_hosts_own_header_is_told_so()
    {
        using var answer = await SendAsync(
            HttpMethod.Get, "feed.xml", request => request.Headers.Add("x-ms-invocation-id", Guid.NewGuid().ToString()));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("send the request without it", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("feed.xml", HttpStatusCode.OK)]
    [InlineData("robots.txt", HttpStatusCode.OK)]
    [InlineData("episodes/none", HttpStatusCode.NotFound)]
    [InlineData("media/none/none.mp3", HttpStatusCode.NotFound)]
    public async Task Every_answer_tells_browsers_to_trust_types_and_to_keep_addresses_to_themselves(string address, HttpStatusCode status)
    {
        using var answer = await SendAsync(HttpMethod.Get, address);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("strict-origin-when-cross-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        // Only a site with https may ask for it.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Addresses_that_people_and_browsers_guess_lead_on()
    {
        using var page = await SendAsync(HttpMethod.Get, $"episodes/{PageEpisode.Slug.ToUpperInvariant()}");
        using var icon = await SendAsync(HttpMethod.Get, "favicon.ico");

        Assert.EndsWith(Episode, page.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, "image/svg+xml"),
            (page.StatusCode, icon.StatusCode, icon.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("", "GET, HEAD")]
    [InlineData("feed.xml", "GET, HEAD")]
    [InlineData($"{Episode}/transcript.vtt", "GET, HEAD")]
    [InlineData($"api/episodes/{PageEpisode.Slug}/retry", "POST")]
    public async Task A_wrong_method_is_refused_with_the_right_ones(string address, string allowed)
    {
        using var answer = await SendAsync(HttpMethod.Delete, address);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_script_of_another_site_may_ask_before_it_reads()
    {
        using var answer = await SendAsync(HttpMethod.Options, $"{Episode}/transcript.vtt", request =>
        {
            request.Headers.Add("Origin", "https://player.example.org");
            request.Headers.Add("Access-Control-Request-Method", "GET");
            request.Headers.Add("Access-Control-Request-Headers", "if-none-match, range");
        });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("GET, HEAD", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task A_script_of_another_site_may_read_the_audio_through_each_redirect()
    {
        var feed = await fixture.App.Http.GetStringAsync("feed.xml");
        var address = Regex.Match(feed, "<enclosure url=\"(.*?)\"").Groups[1].Value;
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var redirect = await client.SendAsync(FromAnotherSite(address));
        using var audio = await client.SendAsync(FromAnotherSite(redirect.Headers.Location!.AbsoluteUri));

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.OK), (redirect.StatusCode, audio.StatusCode));
        Assert.All([redirect, audio], answer => Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin"))));
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
        using var byDate = await SendAsync(
            HttpMethod.Get, address, request => request.Headers.IfModifiedSince = first.Content.Headers.LastModified);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (byTag.StatusCode, byDate.StatusCode));
    }

    private static HttpRequestMessage FromAnotherSite(string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Origin", "https://player.example.org");
        return request;
    }

    /// <summary>All but the time of the answer and the choice of the connection.</summary>
    private static IEnumerable<string> HeadersOf(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .Where(header => header.Key is not ("Date" or "Transfer-Encoding"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
        .Order();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, Action<HttpRequestMessage>? change = null)
    {
        var app = await PageEpisode.AppAsync(fixture);
        using var request = new HttpRequestMessage(method, address);
        change?.Invoke(request);
        return await app.Http.SendAsync(request);
    }
}
