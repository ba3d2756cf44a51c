using System.Collections;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Settings;

namespace PaperLedge.Tests.DevHost;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paperledge-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Variables_win_over_the_settings_file_which_wins_over_host_json()
    {
        var settings = Load(
            """{"version": "2.0", "functionTimeout": "00:05:00", "extensions": {"queues": {"batchSize": 1, "maxDequeueCount": 5}}}""",
            """{"Values": {"AzureFunctionsJobHost__extensions__queues__batchSize": "2", "Own": "file", "Whisper:Model": "base"},""" +
            """ "Host": {"LocalHttpPort": 7072}}""",
            new Hashtable { ["Own"] = "variable" });

        Assert.Equal(
            ("2", "5", "variable", "base", "7072"),
            (settings.Configuration["AzureFunctionsJobHost:extensions:queues:batchSize"],
                settings.Configuration["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"],
                settings.Configuration["Own"], settings.Configuration["Whisper:Model"], settings.Configuration["DevHost:Port"]));
        Assert.Equal(
            ["AzureFunctionsJobHost__extensions__queues__batchSize", "DevHost__Port", "Whisper__Model"],
            settings.WorkerVariables.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{", "is not a settings file")]
    [InlineData("[]", "is not a settings file")]
    [InlineData("""{ "Values": [] }""", "is not a settings file")]
    [InlineData("""{ "Values": { "A": { "B": 1 } } }""", "A must be a string")]
    [InlineData("""{ "IsEncrypted": true }""", "encrypted")]
    public void A_file_that_is_something_else_is_refused_by_name(string json, string because)
    {
        var refused = Assert.Throws<StartException>(() => Load("""{"version": "2.0"}""", json, new Hashtable()));

        Assert.Contains("local.settings.json", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trigger_s_expression_is_replaced_by_its_setting_or_refused_by_name()
    {
        var settings = Load("""{"version": "2.0"}""", "{}", new Hashtable { ["Tidy__Schedule"] = "0 * * * * *" });

        Assert.Equal("0 * * * * *", settings.Resolve("%Tidy__Schedule%", "Tidy"));
        var refused = Assert.Throws<StartException>(() => settings.Resolve("%Missing%", "Tidy"));
        Assert.Contains("the setting 'Missing'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version": "2.0"}""", "api", 30)]
    [InlineData("""{"version": "2.0", "functionTimeout": "-1", "extensions": {"http": {"routePrefix": ""}}}""", "", 0)]
    [InlineData("""{"telemetryMode": "OpenTelemetry"}""", "api", 30)]
    [InlineData("""{"functionTimeout": "02:00:00", "extensions": {"http": {"routePrefix": "/a/b/"}}}""", "a/b", 120)]
    public void Host_json_gives_the_route_prefix_and_the_function_timeout(string json, string prefix, int minutes) =>
        Assert.Equal(new HostJson(prefix, TimeSpan.FromMinutes(minutes)), HostJson.Read(Load(json, "{}", new Hashtable()).Configuration));

    [Theory]
    [InlineData("""{"version": "3.0"}""", "version is '3.0'")]
    [InlineData("""{"retry": {"strategy": "fixedDelay"}}""", "does not support retry")]
    [InlineData("""{"extensions": {"serviceBus": {"maxConcurrentCalls": 1}}}""", "does not support extensions.serviceBus")]
    [InlineData("""{"functionTimeout": "soon"}""", "functionTimeout is 'soon'")]
    [InlineData("""{"functionTimeout": "00:00:00"}""", "functionTimeout")]
    [InlineData("""{"functionTimeout": "30.00:00:00"}""", "at most 24 days")]
    public void A_wrong_host_json_is_refused(string json, string because)
    {
        var refused = Assert.Throws<StartException>(() => HostJson.Read(Load(json, "{}", new Hashtable()).Configuration));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DevHost:Prot", "1")]
    [InlineData("DevHost:Port", "many")]
    [InlineData("DevHost:Port", "65536")]
    [InlineData("DevHost:FunctionKey", "short")]
    [InlineData("DevHost:MessageLease", "00:00:01")]
    [InlineData("DevHost:MaxWorkerDeaths", "0")]
    public void A_wrong_option_is_refused_by_name(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();

        Assert.Contains(
            name.Split(':')[1], Assert.Throws<StartException>(() => DevHostOptions.Read(settings)).Message, StringComparison.Ordinal);
    }

    private AppSettings Load(string hostJson, string localSettings, Hashtable environment)
    {
        var (host, local) = (Path.Combine(_folder, "host.json"), Path.Combine(_folder, "local.settings.json"));
        File.WriteAllText(host, hostJson);
        File.WriteAllText(local, localSettings);
        return AppSettings.Load(host, local, environment);
    }
}
