using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Settings;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.Tests.LocalWorker.Hosting;

public sealed class FunctionTableTests
{
    [Theory]
    [InlineData(typeof(RefusedFunctions.UnknownTrigger), "Function 'F', parameter 'message' of type String: [ServiceBusTriggerAttribute] is not supported.")]
    [InlineData(typeof(RefusedFunctions.InputBinding), "Function 'F', parameter 'input' of type String: [BlobInputAttribute] is not supported")]
    [InlineData(typeof(RefusedFunctions.NoTrigger), "Function 'F': no parameter carries a trigger's attribute.")]
    [InlineData(typeof(RefusedFunctions.TwoTriggers), "Function 'F': more than one parameter carries a trigger's attribute.")]
    [InlineData(typeof(RefusedFunctions.BadName), "Function '1F': the name (on BadName.Run) must be")]
    [InlineData(typeof(RefusedFunctions.SameName), "Function 'f': the name is used by SameName.First and by SameName.Second")]
    [InlineData(typeof(RefusedFunctions.NotPublic), "Function 'F': a function must be a public")]
    [InlineData(typeof(RefusedFunctions.AsyncVoid), "Function 'F': 'async void' cannot be awaited")]
    [InlineData(typeof(RefusedFunctions.QueueReturns), "Function 'F': it must return void or Task, not Task<String>")]
    [InlineData(typeof(RefusedFunctions.QueueInteger), "Function 'F', parameter 'number' of type Int32: [QueueTrigger] gives")]
    [InlineData(typeof(RefusedFunctions.QueueList), "Function 'F', parameter 'list' of type List<String>: [QueueTrigger] gives")]
    [InlineData(typeof(RefusedFunctions.QueueNamed), "Function 'F', parameter 'id' of type String: the queue trigger has no {id}")]
    [InlineData(typeof(RefusedFunctions.QueueName), "Function 'F': 'My_Queue' names no queue")]
    [InlineData(typeof(RefusedFunctions.QueueSetting), "Function 'F': the setting 'Nowhere' that '%Nowhere%' names is missing")]
    [InlineData(typeof(RefusedFunctions.QueueConnection), "Function 'F': The storage connection 'Elsewhere' is missing")]
    [InlineData(typeof(RefusedFunctions.BlobType), "Function 'F', parameter 'blob' of type Uri: [BlobTrigger] gives")]
    [InlineData(typeof(RefusedFunctions.BlobNamed), "Function 'F', parameter 'slug' of type String: the blob path 'episodes/{name}' has no {slug}")]
    [InlineData(typeof(RefusedFunctions.BlobNamedInteger), "Function 'F', parameter 'number' of type Int32: only string")]
    [InlineData(typeof(RefusedFunctions.BlobContainer), "Function 'F': the blob path 'episodes' names a container alone")]
    [InlineData(typeof(RefusedFunctions.TimerType), "Function 'F', parameter 'timer' of type String: [TimerTrigger] gives TimerInfo")]
    [InlineData(typeof(RefusedFunctions.TimerSchedule), "Function 'F': the schedule 'every day' has 2 fields")]
    [InlineData(typeof(RefusedFunctions.HttpRequestType), "Function 'F', parameter 'request' of type String: [HttpTrigger] gives")]
    [InlineData(typeof(RefusedFunctions.HttpReturns), "Function 'F': an HTTP function returns IActionResult or IResult, or a Task of one, not Task<String>")]
    [InlineData(typeof(RefusedFunctions.HttpReturnsNothing), "Function 'F': an HTTP function returns IActionResult or IResult, or a Task of one, not Task.")]
    [InlineData(typeof(RefusedFunctions.HttpLevel), "Function 'F', parameter 'request' of type HttpRequest: the authorization level Admin is not supported")]
    [InlineData(typeof(RefusedFunctions.HttpRoute), "Function 'F': the route 'episodes/{slug' is malformed")]
    [InlineData(typeof(RefusedFunctions.HttpNamed), "Function 'F', parameter 'name' of type String: the route '/episodes/{slug}' has no {name}")]
    [InlineData(typeof(RefusedFunctions.HttpNamedInteger), "Function 'F', parameter 'number' of type Int32: only string")]
    [InlineData(typeof(RefusedFunctions.SameRoute), "Function 'G': its route and methods, [POST,HEAD] /Episodes/{name}, are those of function 'F' too.")]
    public void What_the_worker_does_not_support_is_refused_by_name(Type type, string problem)
    {
        var refused = Assert.Throws<RefusedException>(() => Read([type]));

        Assert.StartsWith(problem, Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_refused_function_is_in_the_table()
    {
        var tabled = typeof(FunctionTableTests).GetMethod(nameof(What_the_worker_does_not_support_is_refused_by_name))!
            .GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (Type)((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).First().Value!);

        Assert.Empty(typeof(RefusedFunctions).GetNestedTypes().Where(t => !typeof(Attribute).IsAssignableFrom(t)).Except(tabled));
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(
            3,
            Assert.Throws<RefusedException>(
                () => Read([typeof(RefusedFunctions.AsyncVoid), typeof(RefusedFunctions.BlobType), typeof(RefusedFunctions.HttpRoute)])).Problems.Count(
                    p => p.Contains("Function 'F'", StringComparison.Ordinal)));

    [Fact]
    public void HTTP_functions_want_the_web_application_configured() =>
        Assert.Contains(
            "ConfigureFunctionsWebApplication",
            Assert.Throws<RefusedException>(() => Read([typeof(GoodFunctions)], servesHttp: false)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_app_without_functions_is_refused() =>
        Assert.Contains("No public method with [Function]", Assert.Throws<RefusedException>(() => Read([typeof(string)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Functions_are_found_by_their_attributes() =>
        Assert.Equal(
            [
                ("Mixed", "[any method] /Mixed (function key)"),
                ("Noted", "blobs 'episodes/in/…'"),
                ("Page", "[GET,HEAD] /pages/{slug}"),
                ("Queued", "queue 'transcribe'"),
                ("Tidy", "schedule '0 */5 * * * *'"),
                ("Told", "blobs 'episodes/…', as Event Grid"),
            ],
            Read([typeof(GoodFunctions)]).Descriptions.OrderBy(d => d.Name, StringComparer.Ordinal));

    private static FunctionTable Read(Type[] types, bool servesHttp = true)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["TranscribeQueue"] = "transcribe" })
            .Build();
        var host = new HostSettings("", TimeSpan.FromMinutes(1), new BlobSettings(), new QueueSettings());
        return FunctionTable.Read(types, host, new TriggerSurroundings(settings, new StorageAccounts(settings)), servesHttp);
    }
}
