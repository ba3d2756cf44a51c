using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.LocalWorker.Blobs;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Timers;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>The listeners of an app's functions.</summary>
internal static class ListenerList
{
    public static IReadOnlyList<IListener> Create(WorkerSetup setup, IServiceProvider services)
    {
        var parts = new ListenerParts(
            setup.Host,
            setup.Options,
            services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value,
            services.GetRequiredService<FunctionInvoker>(),
            services.GetRequiredService<Drain>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>());
        List<IListener> listeners = [.. setup.Functions.Queues.Select(f => f.Listen(parts))];
        if (setup.Notes is not { } notes)
        {
            return listeners;
        }

        if (setup.Functions.Blobs.Count > 0)
        {
            var work = new BlobWork(setup.Functions.Blobs, notes, parts);
            var receipts = new BlobReceipts(notes);
            var logger = parts.Loggers.CreateLogger<BlobScanner>();
            listeners.Add(work.Listener);
            listeners.AddRange(setup.Functions.Blobs.Select(f => new BlobScanner(f, work, receipts, parts.Options, parts.Time, logger)));
        }

        var statuses = new TimerStatusStore(notes);
        listeners.AddRange(setup.Functions.Timers.Select(f => new TimerListener(f, statuses, notes, parts)));
        return listeners;
    }
}
