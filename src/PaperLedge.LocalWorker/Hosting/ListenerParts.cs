using System.Text.Json;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>What listeners are made of.</summary>
internal sealed record ListenerParts(
    HostSettings Host,
    LocalWorkerOptions Options,
    JsonSerializerOptions Json,
    FunctionInvoker Invoker,
    Drain Drain,
    TimeProvider Time,
    ILoggerFactory Loggers);
