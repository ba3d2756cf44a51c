using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Tests.Cli;

public sealed class AppAddressTests : IDisposable
{
    private const string File = """{"Values":{"PAPERLEDGE_APP":"https://file.example","PAPERLEDGE_KEY":"file-key"}}""";

    private static readonly RunningApp s_running = new(new Uri("http://localhost:8080/"), "running-key", "of the app");

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("https://option.example/", "option-key", "https://variable.example", File, "https://option.example/", "option-key")]
    [InlineData(null, null, "https://variable.example", File, "https://variable.example/", "file-key")]
    [InlineData(null, null, null, File, "https://file.example/", "file-key")]
    [InlineData(null, null, null, "{}", "http://localhost:8080/", "running-key")]
    [InlineData("http://localhost:8080", null, null, "{}", "http://localhost:8080/", "running-key")]
    [InlineData("https://option.example/under/a/path", "k", null, "{}", "https://option.example/under/a/path/", "k")]
    public void The_option_wins_over_the_variable_the_file_and_the_running_app(
        string? url, string? key, string? variable, string file, string address, string foundKey)
    {
        var app = AppAddress.Find(url, key, Read(file, variable), s_running);

        Assert.Equal((address, foundKey), (app!.Url.AbsoluteUri, app.Key));
    }

    [Fact]
    public void The_key_of_the_running_app_is_not_sent_elsewhere()
    {
        var exception = Assert.Throws<CommandException>(() => AppAddress.Find("https://other.example", null, Read("{}"), s_running));

        Assert.Equal(2, exception.ExitCode);
        Assert.Contains("--key", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("podcast.example.org")]
    [InlineData("ftp://podcast.example.org")]
    public void What_is_no_address_is_reported(string url) =>
        Assert.Contains(
            "is not the address of an app",
            Assert.Throws<CommandException>(() => AppAddress.Find(url, "key", Read("{}"), null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Without_any_app_the_message_says_what_to_do()
    {
        var app = AppAddress.Find(null, null, Read("{}"), null);

        var message = Assert.Throws<CommandException>(() => AppAddress.Required(app)).Message;

        Assert.Contains("./paperledge run", message, StringComparison.Ordinal);
        Assert.Contains("PAPERLEDGE_APP", message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private LocalSettings Read(string file, string? variable = null)
    {
        System.IO.File.WriteAllText(_folder.Of("local.settings.json"), file);
        return LocalSettings.Read(_folder.Of("local.settings.json"), name => name == "PAPERLEDGE_APP" ? variable : null);
    }
}
