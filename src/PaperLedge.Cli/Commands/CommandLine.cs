using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Azure;
using PaperLedge.Core.Transcripts;
using PaperLedge.DevHost.Processes;
using PaperLedge.Whisper.Audio;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

/// <summary>All commands. The script <c>./paperledge</c> installs and builds what they need, and then calls them.</summary>
public static class CommandLine
{
    /// <summary>Longer than the function app is given to stop.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(1);

    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("PaperLedge: an uploaded episode becomes a transcript and a podcast feed.")
        {
            DemoCommand.Create(),
            RunCommand.Create(),
            PublishCommand.Create(),
            TranscribeCommand.Create(),
            ModelsCommand.Create(),
            CheckCommand.Create(),
            PackageCommand.Create(),
        };
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout });
    }

    /// <summary>Runs a command's body; what a person can do something about is told in a line, anything else is a bug and throws.</summary>
    internal static async Task<int> GuardAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130; // what a shell gives after Ctrl+C
        }
        catch (Exception exception) when (IsForPeople(exception))
        {
            Terminal.Error.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }

    private static bool IsForPeople(Exception exception) => exception is
        StartException or AudioException or ModelException or ValidationException or RequestFailedException or CommandException;
}
