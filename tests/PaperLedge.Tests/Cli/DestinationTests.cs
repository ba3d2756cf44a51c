using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Tests.Cli;

public sealed class DestinationTests : IDisposable
{
    private const string File = """{"Values":{"AzureWebJobsStorage":"in the file"}}""";

    private readonly TemporaryFolder _folder = new();

    private string Settings => _folder.Of("local.settings.json");

    [Theory]
    [InlineData("an option", "a variable", File, "an option", "--connection")]
    [InlineData(null, "a variable", File, "a variable", "the variable AzureWebJobsStorage")]
    [InlineData(null, "", File, "in the file", "AzureWebJobsStorage in {settings}")]
    [InlineData(null, null, File, "in the file", "AzureWebJobsStorage in {settings}")]
    [InlineData(null, null, """{"Values":{"AzureWebJobsStorage":""}}""", "UseDevelopmentStorage=true", "neither")]
    [InlineData(null, null, null, "UseDevelopmentStorage=true", "{settings}")]
    public void The_option_wins_over_the_variable_and_the_variable_over_the_file(
        string? option, string? variable, string? file, string connection, string origin)
    {
        if (file is not null)
        {
            System.IO.File.WriteAllText(Settings, file);
        }

        var destination = Destination.Choose(option, Settings, name => name == "AzureWebJobsStorage" ? variable : null);
        Assert.Equal(connection, destination.ConnectionString);
        Assert.Contains(origin.Replace("{settings}", Settings, StringComparison.Ordinal), destination.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_connection_string_is_told_with_its_place()
    {
        System.IO.File.WriteAllText(Settings, File);
        var exception = Assert.Throws<CommandException>(() => Destination.Choose(null, Settings, _ => null).Connect());
        Assert.Contains($"AzureWebJobsStorage in {Settings}", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
