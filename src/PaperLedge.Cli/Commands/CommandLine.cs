using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Azure;
using PaperLedge.Core.Transcripts;
using PaperLedge.DevHost.Processes;
using PaperLedge.Speech.Audio;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

/// <summary>All commands. The script <c>./paperledge</c> installs and builds their dependencies, and then calls them.</summary>
public static class CommandLine
{
    // Longer than the function app is given to stop.
    private static readonly TimeSpan s_terminationTimeout = TimeSpan.FromMinutes(1);

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
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = s_terminationTimeout });
    }

    /// <summary>Runs a command's body; prints errors that a person can fix as one line, and lets bugs throw.</summary>
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

/// <summary>The error for a command that cannot run as asked. The message says why and what to do.</summary>
internal sealed class CommandException(string message, Exception? innerException = null) : Exception(message, innerException);
