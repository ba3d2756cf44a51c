using System.Text.Json.Nodes;
using PaperLedge.DevHost.Listeners;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;
using PaperLedge.DevHost.Worker.Rpc;

namespace PaperLedge.DevHost.Functions;

internal sealed record AppFunction(RpcFunctionMetadata Metadata, JsonObject Trigger)
{
    private const string Http = "httpTrigger";
    private const string Blob = "blobTrigger";
    private const string Queue = "queueTrigger";
    private const string Timer = "timerTrigger";

    public string Name => Metadata.Name;

    // The host's name for it: in poison messages, in Event Grid's addresses and in the timers' blobs.
    public string HostName => $"Host.Functions.{Name}";

    public string Parameter => Text("name")!;

    public bool IsHttp => Type == Http;

    public bool IsBlob => Type == Blob;

    public bool IsQueue => Type == Queue;

    public bool IsTimer => Type == Timer;

    // A blob trigger's pattern, such as episodes/{name}; null for other triggers.
    public string? BlobPath => Text("path") ?? Text("blobPath");

    // True if the worker wants a reference to the blob or message rather than its content.
    public bool WantsReference =>
        string.Equals((string?)Trigger["properties"]?["supportsDeferredBinding"], "true", StringComparison.OrdinalIgnoreCase);

    public bool WantsBytes => string.Equals(Text("dataType"), "Binary", StringComparison.OrdinalIgnoreCase);

    public bool IsAnnouncedByEventGrid => IsBlob && string.Equals(Text("source"), "EventGrid", StringComparison.OrdinalIgnoreCase);

    private string Type => Text("type")!;

    // Returns a property of the trigger, such as queueName; null if it is missing.
    public string? Text(string property) => Trigger[property]?.ToString();

    /// <returns>
    /// The functions to run, by name as in the host: all except those that <c>AzureWebJobs.{name}.Disabled</c> switches off.
    /// </returns>
    /// <exception cref="StartException">Some need features that the development host lacks; the message names them all.</exception>
    public static IReadOnlyList<AppFunction> ReadAll(IEnumerable<RpcFunctionMetadata> reported, AppSettings settings)
    {
        var functions = new List<AppFunction>();
        var refusals = new List<string>();
        foreach (var metadata in reported.Where(function => !IsDisabled(function.Name, settings)))
        {
            var bindings = metadata.RawBindings.Select(raw => JsonNode.Parse(raw)!.AsObject()).ToList();
            var triggers = bindings.Where(binding => TypeOf(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)).ToList();
            if (Refusal(metadata, bindings, triggers) is { } refusal)
            {
                refusals.Add($"Function '{metadata.Name}': {refusal}");
            }
            else
            {
                functions.Add(new AppFunction(metadata, triggers[0]));
            }
        }

        return refusals.Count == 0
            ? [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)]
            : throw new StartException(string.Join('\n', refusals));
    }

    private static string? Refusal(RpcFunctionMetadata metadata, List<JsonObject> bindings, List<JsonObject> triggers)
    {
        if (triggers.Count != 1)
        {
            return $"it has {triggers.Count} triggers instead of one.";
        }

        if (TypeOf(triggers[0]) is var type && type is not (Http or Blob or Queue or Timer))
        {
            return $"the development host does not support {type}; it supports {Http}, {Blob}, {Queue} and {Timer}.";
        }

        if (bindings.Find(binding => binding != triggers[0] && TypeOf(binding) != "http") is { } other)
        {
            return $"the development host does not support the binding '{TypeOf(other)}'.";
        }

        if (string.Equals((string?)triggers[0]["source"], "EventGrid", StringComparison.OrdinalIgnoreCase)
            && (string?)triggers[0]["connection"] is not (null or "" or HostStorage.Setting))
        {
            return $"the development host announces only blobs of {HostStorage.Setting}.";
        }

        if ((string?)triggers[0]["authLevel"] is { } level && !IsOneOf(level, "Anonymous", "Function", "Admin"))
        {
            return $"the development host does not support the authorization level {level}; it supports Anonymous, Function and Admin.";
        }

        return metadata.RetryOptions is null ? null : "the development host does not support retry policies.";
    }

    private static bool IsOneOf(string text, params string[] known) => known.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string TypeOf(JsonObject binding) => (string?)binding["type"] ?? "";

    private static bool IsDisabled(string name, AppSettings settings) =>
        IsTrue(settings.Configuration[$"AzureWebJobs.{name}.Disabled"]) || IsTrue(settings.Configuration[$"AzureWebJobs_{name}_Disabled"]);

    private static bool IsTrue(string? text) => text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
