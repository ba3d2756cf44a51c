using Microsoft.Extensions.Configuration;

namespace PaperLedge.Functions;

/// <summary>Limits of the Functions host that the app must know, from host.json or from the settings that override it.</summary>
public sealed class HostLimits(IConfiguration configuration)
{
    private const string Queues = "extensions:queues:";

    // The host's own defaults: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#hostjson-settings
    private const int DefaultDequeueCount = 5;

    private readonly IConfiguration _file = new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("host.json", optional: true)
        .Build();

    /// <summary>Deliveries of a message before it is moved to the poison queue.</summary>
    public int MaxDequeueCount => Read("maxDequeueCount", DefaultDequeueCount);

    private int Read(string name, int otherwise) =>
        configuration.GetValue<int?>($"AzureFunctionsJobHost:{Queues}{name}") ?? _file.GetValue(Queues + name, otherwise);
}
