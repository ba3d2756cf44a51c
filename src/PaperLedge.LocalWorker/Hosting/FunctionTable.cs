using Microsoft.Azure.Functions.Worker;
using PaperLedge.LocalWorker.Blobs;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Http;
using PaperLedge.LocalWorker.Queues;
using PaperLedge.LocalWorker.Settings;
using PaperLedge.LocalWorker.Timers;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>An app's functions by their triggers, read from their attributes.</summary>
internal sealed class FunctionTable
{
    public List<HttpFunction> Http { get; } = [];

    public List<BlobFunction> Blobs { get; } = [];

    public List<QueueFunction> Queues { get; } = [];

    public List<TimerFunction> Timers { get; } = [];

    /// <summary>Every function and what sets it off, for people.</summary>
    public IEnumerable<(string Name, string Trigger)> Descriptions =>
        Http.Select(f => (f.Function.Name, f.Description))
            .Concat(Blobs.Select(f => (f.Function.Name, f.Description)))
            .Concat(Queues.Select(f => (f.Function.Name, f.Description)))
            .Concat(Timers.Select(f => (f.Function.Name, f.Description)));

    /// <exception cref="RefusedException">Something is not supported or contradicts itself; every problem is told.</exception>
    public static FunctionTable Read(IEnumerable<Type> types, HostSettings host, TriggerSurroundings surroundings, bool servesHttp)
    {
        var refusals = new Refusals();
        var table = new FunctionTable();
        var functions = FunctionDiscovery.Find(types, refusals);
        foreach (var function in functions)
        {
            refusals.Try(() => table.Add(function, host, surroundings, refusals));
        }

        if (functions.Count == 0 && !refusals.Any)
        {
            refusals.Add("No public method with [Function] was found in the app.");
        }

        if (table.Http.Count > 0 && !servesHttp)
        {
            refusals.Add("The app has HTTP functions: call builder.ConfigureFunctionsWebApplication() in Program.cs.");
        }

        refusals.Try(() => RouteTemplate.CheckDistinct(table.Http));
        refusals.ThrowIfAny();
        return table;
    }

    private void Add(FunctionMethod function, HostSettings host, TriggerSurroundings surroundings, Refusals refusals)
    {
        if (function.Trigger is HttpTriggerAttribute http)
        {
            Http.Add(HttpFunction.Create(function, http, host.RoutePrefix, surroundings, refusals));
            return;
        }

        if (ReturnValue.Of(function.Method.ReturnType) is not null)
        {
            refusals.Add(function.Name, $"it must return void or Task, not {Refusals.TypeName(function.Method.ReturnType)}: output bindings are not supported.");
        }

        switch (function.Trigger)
        {
            case BlobTriggerAttribute blob:
                Blobs.Add(BlobFunction.Create(function, blob, surroundings, refusals));
                break;
            case QueueTriggerAttribute queue:
                Queues.Add(QueueFunction.Create(function, queue, surroundings, refusals));
                break;
            case TimerTriggerAttribute timer:
                Timers.Add(TimerFunction.Create(function, timer, surroundings, refusals));
                break;
            default:
                refusals.Add(function.Name, function.TriggerParameter, $"[{function.Trigger.GetType().Name}] is not supported.");
                break;
        }
    }
}
