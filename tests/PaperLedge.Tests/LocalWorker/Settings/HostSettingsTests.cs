using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.Tests.LocalWorker.Settings;

public sealed class HostSettingsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.host.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_host_json_the_hosts_defaults_hold()
    {
        var settings = Read(null);

        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
        Assert.Equal(
            new QueueSettings { BatchSize = 16, MaxPollingInterval = TimeSpan.FromMinutes(1), MaxDequeueCount = 5, MessageEncoding = MessageEncoding.Base64 },
            settings.Queues);
        Assert.Equal(5, settings.Blobs.PoisonBlobThreshold);
    }

    [Fact]
    public void Host_json_is_read_with_comments_and_overridden_by_settings()
    {
        const string Json = """
            {
              // A comment
              "version": "2.0",
              "functionTimeout": "02:00:00",
              "extensions": {
                "http": { "routePrefix": "" },
                "queues": { "batchSize": 1, "newBatchThreshold": 0, "maxPollingInterval": "00:00:02", "messageEncoding": "none" },
              }
            }
            """;
        var settings = Read(Json, ("AzureFunctionsJobHost:extensions:queues:batchSize", "3"), ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:07"));

        Assert.Equal("", settings.RoutePrefix);
        Assert.Equal(TimeSpan.FromHours(2), settings.FunctionTimeout);
        Assert.Equal(
            new QueueSettings
            {
                BatchSize = 3,
                NewBatchThreshold = 0,
                MaxPollingInterval = TimeSpan.FromSeconds(2),
                VisibilityTimeout = TimeSpan.FromSeconds(7),
                MessageEncoding = MessageEncoding.None,
            },
            settings.Queues);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-00:00:01")]
    public void A_negative_timeout_is_none(string timeout) =>
        Assert.Equal(Timeout.InfiniteTimeSpan, Read(null, ("AzureFunctionsJobHost:functionTimeout", timeout)).FunctionTimeout);

    [Theory]
    [InlineData("version", "1.0", "version is '1.0'")]
    [InlineData("functionTimeout", "two hours", "functionTimeout is 'two hours'")]
    [InlineData("functionTimeout", "00:00:00", "functionTimeout")]
    [InlineData("extensions:queues:batchSize", "33", "BatchSize")]
    [InlineData("extensions:queues:batchSize", "many", "extensions:queues:batchSize")]
    [InlineData("extensions:queues:messageEncoding", "rot13", "messageEncoding")]
    [InlineData("extensions:queues:visibilityTimeout", "8.00:00:00", "VisibilityTimeout")]
    [InlineData("extensions:blobs:poisonBlobThreshold", "0", "PoisonBlobThreshold")]
    public void A_wrong_value_is_refused_by_name(string name, string value, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<RefusedException>(() => Read(null, ($"AzureFunctionsJobHost:{name}", value))).Message,
            StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void A_broken_file_is_refused_by_name() =>
        Assert.Contains(_file, Assert.Throws<RefusedException>(() => Read("{ \"version\" ")).Message, StringComparison.Ordinal);

    private HostSettings Read(string? json, params (string Name, string Value)[] settings)
    {
        if (json is not null)
        {
            File.WriteAllText(_file, json);
        }

        return HostSettingsReader.Read(HostSettingsReader.Load(_file, Configure(settings)));
    }

    private static IConfigurationRoot Configure((string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
}
