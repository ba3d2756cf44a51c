using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.Tests.LocalWorker.Settings;

public sealed class SettingExpressionsTests
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Queue"] = "transcribe", ["Tidy:Schedule"] = "0 * * * * *", ["Odd"] = "100%" })
        .Build();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%Queue%", "transcribe")]
    [InlineData("a-%Queue%-b-%queue%", "a-transcribe-b-transcribe")]
    [InlineData("%Tidy:Schedule%", "0 * * * * *")]
    [InlineData("%Tidy__Schedule%", "0 * * * * *")]
    [InlineData("%Odd%", "100%")]
    public void Settings_stand_between_percent_signs(string text, string expected) =>
        Assert.Equal(expected, SettingExpressions.Resolve(text, Settings, "F"));

    [Theory]
    [InlineData("%Missing%", "'Missing'")]
    [InlineData("50%", "lone '%'")]
    [InlineData("%%", "lone '%'")]
    public void What_cannot_be_resolved_is_refused_with_its_function(string text, string because)
    {
        var refused = Assert.Throws<RefusedException>(() => SettingExpressions.Resolve(text, Settings, "OnQueue"));

        Assert.Contains("'OnQueue'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }
}
