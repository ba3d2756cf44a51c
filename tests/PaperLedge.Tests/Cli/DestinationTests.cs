using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Tests.Cli;

public sealed class DestinationTests : IDisposable
{
    private const string Named = """{"Values":{"AzureWebJobsStorage":"in the file"}}""";
    private const string Development = """{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}""";

    private static readonly RunningApp s_running = new(new Uri("http://localhost:8080/"), "key", "of the app");

    private readonly TemporaryFolder _folder = new();

    private string Settings => _folder.Of("local.settings.json");

    [Theory]
    [InlineData("an option", "a variable", Named, true, "an option", "--connection")]
    [InlineData(null, "a variable", Named, true, "a variable", "the variable AzureWebJobsStorage")]
    [InlineData(null, "", Named, true, "in the file", "AzureWebJobsStorage in {settings}")]
    [InlineData(null, null, Named, false, "in the file", "AzureWebJobsStorage in {settings}")]
    [InlineData(null, null, Development, true, "of the app", "http://localhost:8080/")]
    [InlineData(null, null, null, true, "of the app", "http://localhost:8080/")]
    [InlineData(null, null, Development, false, "UseDevelopmentStorage=true", "neither")]
    [InlineData(null, null, """{"Values":{"AzureWebJobsStorage":""}}""", false, "UseDevelopmentStorage=true", "neither")]
    [InlineData(null, null, null, false, "UseDevelopmentStorage=true", "{settings}")]
    public void The_option_wins_over_the_variable_the_file_and_the_running_app(
        string? option, string? variable, string? file, bool isRunning, string connection, string origin)
    {
        var destination = Destination.Choose(option, Read(file, variable), Settings, isRunning ? s_running : null);

        Assert.Equal(connection, destination.ConnectionString);
        Assert.Contains(origin.Replace("{settings}", Settings, StringComparison.Ordinal), destination.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_connection_string_is_told_with_its_place()
    {
        var destination = Destination.Choose(null, Read(Named, variable: null), Settings, running: null);

        var exception = Assert.Throws<CommandException>(() => destination.Connect());

        Assert.Contains($"AzureWebJobsStorage in {Settings}", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private LocalSettings Read(string? file, string? variable)
    {
        if (file is not null)
        {
            File.WriteAllText(Settings, file);
        }

        return LocalSettings.Read(Settings, name => name == "AzureWebJobsStorage" ? variable : null);
    }
}
