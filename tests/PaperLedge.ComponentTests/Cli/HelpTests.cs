using System.CommandLine;
using PaperLedge.Cli.Commands;

namespace PaperLedge.ComponentTests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandLine.Root().Subcommands.Select(command => command.Name)];

    [Fact]
    public void The_commands_of_a_producers_day_come_first() =>
        Assert.Equal(["publish", "status", "retry", "release", "withdraw", "open"], Commands.Take(6).Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_is_about_the_script_and_documents_the_exit_codes(string command)
    {
        var help = await HelpAsync(command, "--help");

        Assert.Contains($"paperledge {command}", help, StringComparison.Ordinal);
        Assert.DoesNotContain("PaperLedge.Cli", help, StringComparison.Ordinal);
        Assert.Contains("Exits with 0", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish", "--no-wait")]
    [InlineData("publish", "--json")]
    [InlineData("status", "--watch")]
    [InlineData("status", "--json")]
    [InlineData("models", "--json")]
    [InlineData("check", "--json")]
    [InlineData("retry", "--json")]
    [InlineData("release", "--json")]
    [InlineData("withdraw", "--yes")]
    [InlineData("run", "--show")]
    [InlineData("run", "--port")]
    [InlineData("run", "--model")]
    public async Task A_command_has_its_options(string command, string option) =>
        Assert.Contains(option, await HelpAsync(command, "--help"), StringComparison.Ordinal);

    [Fact]
    public async Task The_general_help_lists_the_exit_codes() =>
        Assert.Contains("130 stopped with Ctrl+C", await HelpAsync("--help"), StringComparison.Ordinal);

    private static async Task<string> HelpAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await CommandLine.Root().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output }));
        // The help is wrapped at the terminal's width.
        return string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
