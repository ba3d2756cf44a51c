using Microsoft.Extensions.Configuration;

namespace PaperLedge.Functions;

/// <summary>Limits of the Functions host that the app must know, from host.json or from the settings that override it.</summary>
public sealed class HostLimits(IConfiguration configuration)
{
    private const string Queues = "extensions:queues:";

    // The host's own defaults: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#hostjson-settings
    private const int DefaultDequeueCount = 5;

    // For all plans except Consumption, for which this app is not made.
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(30);

    private readonly IConfiguration _file = new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("host.json", optional: true)
        .Build();

    public int MaxDequeueCount => Read(Queues + "maxDequeueCount", DefaultDequeueCount);

    public TimeSpan FunctionTimeout => Read("functionTimeout", s_defaultTimeout);

    private T Read<T>(string name, T otherwise)
        where T : struct =>
        configuration.GetValue<T?>($"AzureFunctionsJobHost:{name}") ?? _file.GetValue(name, otherwise);
}
