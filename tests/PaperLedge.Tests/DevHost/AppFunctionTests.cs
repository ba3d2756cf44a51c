using System.Collections;
using Microsoft.AspNetCore.Http;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Http;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.DevHost.Worker.Rpc;

namespace PaperLedge.Tests.DevHost;

public sealed class AppFunctionTests : IDisposable
{
    private readonly string _hostJson = Path.GetTempFileName();

    public AppFunctionTests() => File.WriteAllText(_hostJson, "{}");

    public void Dispose() => File.Delete(_hostJson);

    [Theory]
    [InlineData("the development host does not support serviceBusTrigger", """{"name":"m","type":"serviceBusTrigger","direction":"In"}""")]
    [InlineData("it has 0 triggers", """{"name":"b","type":"blob","direction":"In"}""")]
    [InlineData("it has 2 triggers", """{"name":"a","type":"queueTrigger"}""", """{"name":"b","type":"timerTrigger"}""")]
    [InlineData(
        "does not support the binding 'queue'",
        """{"name":"a","type":"queueTrigger"}""",
        """{"name":"$return","type":"queue","direction":"Out"}""")]
    [InlineData(
        "announces only blobs of AzureWebJobsStorage",
        """{"name":"b","type":"blobTrigger","path":"a/{n}","source":"EventGrid","connection":"Other"}""")]
    [InlineData(
        "authorization level User",
        """{"name":"r","type":"httpTrigger","authLevel":"User"}""",
        """{"name":"$return","type":"http","direction":"Out"}""")]
    public void What_the_host_does_not_have_is_refused_by_name(string because, params string[] bindings)
    {
        var refused = Assert.Throws<StartException>(() => AppFunction.ReadAll([Reported("Odd", bindings)], Settings()));

        Assert.Contains("Function 'Odd'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_policy_is_refused_and_all_refusals_are_reported_together()
    {
        var retried = Reported("Retried", """{"name":"t","type":"timerTrigger"}""");
        retried.RetryOptions = new RpcRetryOptions { MaxRetryCount = 3 };
        var refused = Assert.Throws<StartException>(
            () => AppFunction.ReadAll([retried, Reported("Other", """{"name":"c","type":"cosmosDBTrigger"}""")], Settings()));

        Assert.Equal(2, refused.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("AzureWebJobs.Odd.Disabled", "true", 0)]
    [InlineData("AzureWebJobs.Odd.Disabled", "1", 0)]
    [InlineData("AzureWebJobs.Odd.Disabled", "false", 1)]
    [InlineData("AzureWebJobs.Even.Disabled", "true", 1)]
    public void A_disabled_function_is_left_out(string setting, string value, int expected) =>
        Assert.Equal(
            expected, AppFunction.ReadAll([Reported("Odd", """{"name":"t","type":"timerTrigger"}""")], Settings((setting, value))).Count);

    [Fact]
    public void A_trigger_is_read_as_the_worker_reports_it()
    {
        var blob = AppFunction.ReadAll(
            [Reported(
                "OnBlob",
                """{"name":"blob","type":"blobTrigger","direction":"In","properties":{"supportsDeferredBinding":"True"}""" +
                ""","path":"episodes/{name}","source":"EventGrid"}""")],
            Settings()).Single();

        Assert.Equal(("Host.Functions.OnBlob", "blob", "episodes/{name}"), (blob.HostName, blob.Parameter, blob.Text("path")));
        Assert.True(blob is { IsBlob: true, IsAnnouncedByEventGrid: true, WantsReference: true, WantsBytes: false });
    }

    [Theory]
    [InlineData("right-key", null, true)]
    [InlineData(null, "right-key", true)]
    [InlineData("wrong-key", "right-key", false)]
    [InlineData("right-key", "wrong-key", true)]
    [InlineData("", "right-key", false)]
    [InlineData(null, "Right-Key", false)]
    [InlineData(null, null, false)]
    public void A_key_is_read_from_the_header_and_only_without_it_from_the_query(string? header, string? query, bool admitted)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = query is null ? QueryString.Empty : QueryString.Create("code", query);
        if (header is not null)
        {
            request.Headers["x-functions-key"] = header;
        }

        Assert.Equal(admitted, new FunctionKey("right-key").Admits(request));
        Assert.NotEqual(new FunctionKey(null).Text, new FunctionKey("").Text);
    }

    private static RpcFunctionMetadata Reported(string name, params string[] bindings)
    {
        var metadata = new RpcFunctionMetadata { Name = name, FunctionId = name };
        metadata.RawBindings.AddRange(bindings);
        return metadata;
    }

    private AppSettings Settings(params (string Name, string Value)[] settings) => AppSettings.Load(
        _hostJson, "/nowhere/local.settings.json", new Hashtable(settings.ToDictionary(setting => setting.Name, setting => setting.Value)));
}
