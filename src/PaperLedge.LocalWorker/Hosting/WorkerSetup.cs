using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>Everything that is read before an app starts: settings, functions, storage connections.</summary>
internal sealed record WorkerSetup(
    HostSettings Host, LocalWorkerOptions Options, FunctionTable Functions, HostStorage? Notes, IReadOnlyList<string> NotHeeded)
{
    private const string HostIdSetting = "AzureFunctionsWebHost:hostid";

    private static readonly string[] HeededSettings =
    [
        "version", "functionTimeout", "logging:", "extensions:http:routePrefix",
        "extensions:blobs:maxDegreeOfParallelism", "extensions:blobs:poisonBlobThreshold",
        "extensions:queues:batchSize", "extensions:queues:newBatchThreshold", "extensions:queues:maxPollingInterval",
        "extensions:queues:maxDequeueCount", "extensions:queues:visibilityTimeout", "extensions:queues:messageEncoding",
    ];

    /// <param name="types">Looked through for functions.</param>
    /// <param name="hostJson">host.json with its overrides.</param>
    /// <param name="appName">Names the worker's own notes in storage unless a setting does.</param>
    /// <exception cref="RefusedException">The app cannot be started so.</exception>
    public static WorkerSetup Read(IEnumerable<Type> types, IConfiguration hostJson, IConfiguration settings, string appName, bool servesHttp)
    {
        var options = ReadOptions(settings);
        var host = HostSettingsReader.Read(hostJson);
        var accounts = new StorageAccounts(settings);
        var table = FunctionTable.Read(types, host, new TriggerSurroundings(settings, accounts), servesHttp);
        var notes = table.Blobs.Count + table.Timers.Count > 0
            ? new HostStorage(accounts.Host, HostStorage.IdFrom(settings[HostIdSetting] ?? appName))
            : null;
        var notHeeded = hostJson.AsEnumerable()
            .Where(s => s.Value is not null && !Array.Exists(HeededSettings, h => s.Key.StartsWith(h, StringComparison.OrdinalIgnoreCase)))
            .Select(s => s.Key.Replace(':', '.'));
        return new WorkerSetup(host, options, table, notes, [.. notHeeded.Order(StringComparer.Ordinal)]);
    }

    internal static LocalWorkerOptions ReadOptions(IConfiguration settings)
    {
        LocalWorkerOptions options;
        try
        {
            options = settings.GetSection(LocalWorkerOptions.Section).Get<LocalWorkerOptions>(b => b.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException failure)
        {
            throw new RefusedException($"{LocalWorkerOptions.Section}: {failure.Message}");
        }

        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? options
            : throw new RefusedException([.. results.Select(r => $"{LocalWorkerOptions.Section}: {r.ErrorMessage}")]);
    }
}
