using System.Net;

namespace PaperLedge.EndToEndTests.DevHost;

[Collection(DevHostTests.Name)]
public sealed class HttpTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task Requests_find_their_functions_by_route_method_and_key()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        using var http = await host.HttpAsync();
        var cases = new (string Method, string Path, string? Header, HttpStatusCode Status, string? Body)[]
        {
            ("GET", "/", null, HttpStatusCode.OK, "root of 127.0.0.1"),
            // The host's home page, where no function takes the request.
            ("POST", "/", null, HttpStatusCode.OK, ""),
            ("GET", "/echo/a.b.c", null, HttpStatusCode.OK, """{"method":"GET","text":"a.b","ext":"c"}"""),
            ("GET", "/ECHO/a.b", null, HttpStatusCode.OK, """{"method":"GET","text":"a","ext":"b"}"""),
            ("HEAD", "/echo/a.b", null, HttpStatusCode.OK, ""),
            ("DELETE", "/echo/a.b", null, HttpStatusCode.NotFound, ""),
            ("GET", "/nowhere", null, HttpStatusCode.NotFound, ""),
            ("GET", "/Locked", null, HttpStatusCode.Unauthorized, ""),
            ("GET", "/Locked", "wrong", HttpStatusCode.Unauthorized, ""),
            ("GET", $"/Locked?code={SampleHost.Key}", "wrong", HttpStatusCode.Unauthorized, ""),
            ("GET", $"/Locked?code={SampleHost.Key}", null, HttpStatusCode.OK, "LockedGET"),
            ("PATCH", "/locked", SampleHost.Key, HttpStatusCode.OK, "LockedPATCH"),
            ("GET", "/Broken", null, HttpStatusCode.InternalServerError, ""),
            ("GET", "/admin/host/status", null, HttpStatusCode.Unauthorized, ""),
            ("POST", "/runtime/webhooks/blobs?functionName=Host.Functions.OnEvent", null, HttpStatusCode.Unauthorized, ""),
            ("POST", $"/runtime/webhooks/nothing?code={SampleHost.Key}", null, HttpStatusCode.NotFound, ""),
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

        await host.SeeAsync("a detail of no concern");
    }

    [Fact]
    public async Task A_disabled_function_is_not_there()
    {
        await using var host = SampleHost.Start(_storage.Settings(("AzureWebJobs.Echo.Disabled", "true")));
        using var http = await host.HttpAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/echo/a.b")).StatusCode);
        Assert.Equal("root of 127.0.0.1", await http.GetStringAsync("/"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_not_taken_for_a_whole_one()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        using var http = await host.HttpAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/BrokenResult"));
        await host.SeeAsync("broken half way");
    }

    [Fact]
    public async Task A_client_who_leaves_cancels_the_function()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        using var http = await host.HttpAsync();
        using var leave = new CancellationTokenSource();
        var request = http.GetAsync("/Slow", leave.Token);
        await host.SeeAsync("begin hang /Slow");
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await host.SeeAsync("cancelled hang /Slow");
    }

    [Fact]
    public async Task A_request_is_cancelled_at_the_function_timeout()
    {
        await using var host = SampleHost.Start(_storage.Settings(("AzureFunctionsJobHost__functionTimeout", "00:00:01")));
        using var http = await host.HttpAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, (await http.GetAsync("/Slow")).StatusCode);
        await host.SeeAsync("cancelled hang /Slow");
    }

    [Fact]
    public async Task The_blob_extensions_web_hook_answers_Event_Grids_handshake()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        await host.ReadyAsync();
        using var http = await host.HttpAsync();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/runtime/webhooks/blobs?functionName=Host.Functions.OnEvent&code={SampleHost.Key}")
        {
            Content = new StringContent(
                """[{"eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "data": {"validationCode": "shake"}}]"""),
            Headers = { { "aeg-event-type", "SubscriptionValidation" } },
        };
        using var response = await http.SendAsync(request);

        Assert.Contains("shake", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
