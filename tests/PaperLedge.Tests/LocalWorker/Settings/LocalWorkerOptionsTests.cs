using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;

namespace PaperLedge.Tests.LocalWorker.Settings;

public sealed class LocalWorkerOptionsTests
{
    [Fact]
    public void Every_setting_can_be_set()
    {
        var options = WorkerSetup.ReadOptions(Settings(
            ("Port", "0"), ("FunctionKey", "12345678"), ("BlobScanInterval", "00:00:01"), ("MessageLease", "00:00:05"),
            ("ShutdownTimeout", "00:00:03"), ("TimeoutGracePeriod", "00:00:04"), ("DuplicateEvents", "true")));

        Assert.Equal(
            new()
            {
                Port = 0,
                FunctionKey = "12345678",
                BlobScanInterval = TimeSpan.FromSeconds(1),
                MessageLease = TimeSpan.FromSeconds(5),
                ShutdownTimeout = TimeSpan.FromSeconds(3),
                TimeoutGracePeriod = TimeSpan.FromSeconds(4),
                DuplicateEvents = true,
            },
            options);
    }

    [Theory]
    [InlineData("Port", "70000", "Port")]
    [InlineData("Port", "http", "LocalWorker:Port")]
    [InlineData("FunctionKey", "short", "FunctionKey")]
    [InlineData("MessageLease", "00:00:01", "MessageLease")]
    [InlineData("Prot", "7071", "Prot")]
    public void A_wrong_or_unknown_setting_is_refused_by_name(string name, string value, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<RefusedException>(() => WorkerSetup.ReadOptions(Settings((name, value)))).Message,
            StringComparison.Ordinal);

    private static IConfigurationRoot Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"LocalWorker:{s.Name}", (string?)s.Value)))
        .Build();
}
