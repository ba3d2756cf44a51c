using System.Net;

namespace PaperLedge.IntegrationTests.LocalWorker;

[Collection(LocalWorkerTests.Name)]
public sealed class HttpTriggerTests(AzuriteFixture azurite)
{
    private const string Key = "a-key-for-tests";

    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task Requests_find_their_functions_by_route_method_and_key()
    {
        await using var app = SampleProcess.Start(_storage.Settings(("LocalWorker__FunctionKey", Key)));
        using var http = new HttpClient { BaseAddress = await app.AddressAsync() };
        var cases = new (string Method, string Path, string? Header, HttpStatusCode Status, string? Body)[]
        {
            ("GET", "/", null, HttpStatusCode.OK, "root of 127.0.0.1"),
            ("POST", "/", null, HttpStatusCode.NotFound, ""),
            ("GET", "/echo/a.b.c", null, HttpStatusCode.OK, """{"method":"GET","text":"a.b","ext":"c"}"""),
            ("GET", "/ECHO/a.b", null, HttpStatusCode.OK, """{"method":"GET","text":"a","ext":"b"}"""),
            ("HEAD", "/echo/a.b", null, HttpStatusCode.OK, ""),
            ("DELETE", "/echo/a.b", null, HttpStatusCode.NotFound, ""),
            ("GET", "/nowhere", null, HttpStatusCode.NotFound, ""),
            ("GET", "/Locked", null, HttpStatusCode.Unauthorized, ""),
            ("GET", "/Locked", "wrong", HttpStatusCode.Unauthorized, ""),
            ("GET", $"/Locked?code={Key}", "wrong", HttpStatusCode.Unauthorized, ""),
            ("GET", "/Locked?code=wrong", null, HttpStatusCode.Unauthorized, ""),
            ("GET", $"/Locked?code={Key}", null, HttpStatusCode.OK, "LockedGET"),
            ("PATCH", "/locked", Key, HttpStatusCode.OK, "LockedPATCH"),
            ("GET", "/Broken", null, HttpStatusCode.InternalServerError, ""),
        };
        foreach (var (method, path, header, status, body) in cases)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (header is not null)
            {
                request.Headers.Add("x-functions-key", header);
            }

            using var response = await http.SendAsync(request);
            Assert.Equal((method, path, status, body), (method, path, response.StatusCode, await response.Content.ReadAsStringAsync()));
        }

        await app.SeeAsync("a detail of no concern");
    }

    [Fact]
    public async Task Without_a_key_in_the_settings_the_one_that_is_logged_opens()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        using var http = new HttpClient { BaseAddress = await app.AddressAsync() };
        var key = (await app.SeeAsync("Functions that want a key take")).Trim().Split(' ')[6];

        Assert.Equal("LockedGET", await http.GetStringAsync($"/Locked?code={key}"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/Locked")).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_not_taken_for_a_whole_one()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        using var http = new HttpClient { BaseAddress = await app.AddressAsync() };

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/BrokenResult"));
        await app.SeeAsync("BrokenResult failed");
    }

    [Fact]
    public async Task A_client_who_leaves_cancels_the_function()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        using var http = new HttpClient { BaseAddress = await app.AddressAsync() };
        using var leave = new CancellationTokenSource();
        var request = http.GetAsync("/Slow", leave.Token);
        await app.SeeAsync("begin hang /Slow");
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await app.SeeAsync("cancelled hang /Slow");
        await app.SeeAsync("Slow was cancelled");
    }

    [Fact]
    public async Task A_request_that_the_stop_cuts_short_is_told_so()
    {
        await using var app = SampleProcess.Start(_storage.Settings(("LocalWorker__ShutdownTimeout", "00:00:00.500")));
        using var http = new HttpClient { BaseAddress = await app.AddressAsync() };
        var request = http.GetAsync("/Slow");
        await app.SeeAsync("begin hang /Slow");

        Assert.Equal(0, await app.TerminateAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await request).StatusCode);
    }
}
