using System.Data.Common;
using System.Runtime.CompilerServices;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace PaperLedge.Functions.Telemetry;

/// <summary>Export of traces, metrics and logs to the destinations that the settings name; none by default.</summary>
/// <remarks>
/// The settings are those that the host and OpenTelemetry define:
/// https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto. The host reads the same ones, and sends what it sees itself.
/// </remarks>
internal static class TelemetryExport
{
    /// <summary>Connection string of Application Insights.</summary>
    public const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Identity for Application Insights, such as <c>ClientId=…;Authorization=AAD</c>.</summary>
    public const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Address of an OpenTelemetry collector.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var toAzure = !string.IsNullOrWhiteSpace(configuration[ConnectionString]);
        var toCollector = !string.IsNullOrWhiteSpace(configuration[OtlpEndpoint]);
        if (toAzure || toCollector)
        {
            AddExporters(services, configuration, toAzure, toCollector);
        }
    }

    /// <param name="authentication">Setting; empty for the app's system-assigned identity.</param>
    /// <returns>Identity with which telemetry is sent. Keys are never used: the resource should refuse them.</returns>
    internal static ManagedIdentityId IdentityOf(string? authentication)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = authentication ?? "" };
        return parts.TryGetValue("ClientId", out var client)
            ? ManagedIdentityId.FromUserAssignedClientId((string)client)
            : ManagedIdentityId.SystemAssigned;
    }

    // A method of its own, because OpenTelemetry's assemblies are loaded when it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddExporters(IServiceCollection services, IConfiguration configuration, bool toAzure, bool toCollector)
    {
        // Logs too: the host sends none of a worker that says that it sends its own.
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(traces => traces.AddSource(AppTraces.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(AppMetrics.MeterName))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true);
        if (toCollector)
        {
            telemetry.UseOtlpExporter();
        }

        if (toAzure)
        {
            telemetry.UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = configuration[ConnectionString];
                options.Credential = new ManagedIdentityCredential(IdentityOf(configuration[Authentication]));
                // The temporary disk is for audio.
                options.DisableOfflineStorage = true;
                options.EnableLiveMetrics = false;
                // A warning outside a sampled trace counts too.
                options.EnableTraceBasedLogsSampler = false;
            });
        }
    }
}
