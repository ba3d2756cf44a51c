using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;

namespace PaperLedge.Tests.Cli;

public sealed class RunningAppTests : IDisposable
{
    private static readonly RunningApp s_app = new(new Uri("http://localhost:8080/"), "a-key", "AccountName=x");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Other_commands_find_the_app_as_long_as_it_runs()
    {
        using var folder = DataFolder.Open(_folder.Path, "run");
        using (s_app.WriteTo(folder))
        {
            Assert.Equal(s_app, RunningApp.Find([_folder.Of("missing"), _folder.Path]));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Of(RunningApp.FileName)));
            }
        }

        Assert.Null(RunningApp.Find([_folder.Path]));
        Assert.False(File.Exists(_folder.Of(RunningApp.FileName)));
    }

    [Fact]
    public void The_file_of_a_killed_process_is_not_used()
    {
        using (var folder = DataFolder.Open(_folder.Path, "run"))
        {
            _ = s_app.WriteTo(folder);
        }

        Assert.True(File.Exists(_folder.Of(RunningApp.FileName)));
        Assert.Null(RunningApp.Find([_folder.Path]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"addr")]
    [InlineData("null")]
    public void A_file_that_is_only_half_written_is_not_used(string content)
    {
        using var folder = DataFolder.Open(_folder.Path, "run");
        File.WriteAllText(_folder.Of(RunningApp.FileName), content);

        Assert.Null(RunningApp.Find([_folder.Path]));
    }

    [Theory]
    [InlineData(null, "http://localhost:8080/")]
    [InlineData("http://localhost:7071", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:7071/", "http://localhost:8080/")]
    [InlineData("https://podcast.example.org", null)]
    [InlineData("not an address", null)]
    public void On_localhost_the_public_address_follows_the_port(string? setting, string? address)
    {
        File.WriteAllText(_folder.Of("local.settings.json"), "{}");
        var settings = LocalSettings.Read(_folder.Of("local.settings.json"), name => name == "PublicBaseUrl" ? setting : null);

        Assert.Equal(address, LocalRun.Variables(settings, 8080).GetValueOrDefault("PublicBaseUrl"));
    }

    public void Dispose() => _folder.Dispose();
}
