using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using PaperLedge.ComponentTests.App;
using PaperLedge.Functions;
using PaperLedge.Functions.Telemetry;

namespace PaperLedge.ComponentTests.Telemetry;

/// <summary>The settings decide where telemetry goes.</summary>
public class ExportTests
{
    private const string Insights = "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://insights.invalid/";

    [Fact]
    public void Application_Insights_gets_telemetry_by_the_apps_identity_and_nothing_is_left_on_the_temporary_disk()
    {
        using var host = Build(
            (TelemetryExport.ConnectionString, Insights), (TelemetryExport.Authentication, "ClientId=an-id;Authorization=AAD"));

        var options = host.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;
        Assert.Equal(Insights, options.ConnectionString);
        Assert.IsType<ManagedIdentityCredential>(options.Credential);
        Assert.True(options.DisableOfflineStorage);
        Assert.NotNull(host.Services.GetService<TracerProvider>());
        // The host sends no logs on behalf of a worker that says this.
        Assert.Equal(
            bool.TrueString, host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["WorkerOpenTelemetryEnabled"]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" ", null)]
    public void Without_a_destination_nothing_is_composed(string insights, string? collector)
    {
        using var host = Build((TelemetryExport.ConnectionString, insights), (TelemetryExport.OtlpEndpoint, collector));

        Assert.Null(host.Services.GetService<TracerProvider>());
    }

    [Theory]
    [InlineData("ClientId=an-id;Authorization=AAD", true)]
    [InlineData("Authorization=AAD;clientid=an-id", true)]
    [InlineData("Authorization=AAD", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_identity_is_that_of_the_setting_or_else_the_systems(string? setting, bool isNamed)
    {
        var identity = TelemetryExport.IdentityOf(setting);

        var expected = isNamed ? ManagedIdentityId.FromUserAssignedClientId("an-id") : ManagedIdentityId.SystemAssigned;
        Assert.Equal(expected.ToString(), identity.ToString());
    }

    private static IHost Build(params (string Name, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Append(("PublicBaseUrl", AppInstance.BaseUrl)).ToDictionary(setting => setting.Item1, setting => setting.Item2));
        builder.AddPaperLedge();
        return builder.Build();
    }
}
