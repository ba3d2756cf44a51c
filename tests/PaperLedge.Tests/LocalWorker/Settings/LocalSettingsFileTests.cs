using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.Tests.LocalWorker.Settings;

public sealed class LocalSettingsFileTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.settings.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Values_become_settings_with_sections()
    {
        var values = Read("""{ "IsEncrypted": false, "Values": { "AzureWebJobsStorage": "UseDevelopmentStorage=true", "Whisper__Model": "demo", "N": 3 }, "Host": { "LocalHttpPort": 7072 } }""");

        Assert.Equal(
            [("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("LocalWorker:Port", "7072"), ("N", "3"), ("Whisper:Model", "demo")],
            values.Select(v => (v.Key, v.Value)).OrderBy(v => v.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_file_holds_nothing() => Assert.Empty(LocalSettingsFile.Read(_file));

    [Theory]
    [InlineData("{", "no settings file")]
    [InlineData("[]", "no settings file")]
    [InlineData("""{ "Values": [] }""", "no settings file")]
    [InlineData("""{ "Values": { "A": { "B": 1 } } }""", "A must be a string")]
    [InlineData("""{ "IsEncrypted": true }""", "encrypted")]
    public void A_file_that_is_something_else_is_refused_by_name(string json, string because)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(json));

        Assert.Contains(_file, refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<string, string?> Read(string json)
    {
        File.WriteAllText(_file, json);
        return LocalSettingsFile.Read(_file);
    }
}
