using System.CommandLine;
using PaperLedge.Cli.Checking;
using PaperLedge.Core.FeedChecks;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create()
    {
        var feed = new Argument<string>("FEED")
        {
            Description = "The feed's file, or its address, such as http://localhost:7071/feed.xml.",
        };
        var json = LocalOptions.Json();
        var command = new Command(
            "check",
            "Check a podcast feed against RSS, PSP-1, Apple's requirements and the Podcasting 2.0 namespace; " +
            "given an address, also check how it is served. " +
            "Exits with 0 if there are no errors, 1 if there are, 2 if the feed cannot be read.")
        {
            feed, json,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() =>
            CheckAsync(Terminal.Output, result.GetRequiredValue(feed), result.GetValue(json), cancellationToken)));
        return command;
    }

    private static async Task<int> CheckAsync(IAnsiConsole console, string feed, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<FeedFinding> findings;
        try
        {
            findings = await FeedInspection.RunAsync(feed, cancellationToken);
        }
        catch (CommandException exception)
        {
            Terminal.Error.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return ExitCode.Unreadable;
        }

        if (json)
        {
            console.Profile.Out.Writer.WriteLine(FindingReport.ToJson(findings));
        }
        else
        {
            FindingReport.Write(console, findings);
        }

        return findings.Any(finding => finding.Level == FindingLevel.Error) ? ExitCode.Failed : ExitCode.Success;
    }
}
