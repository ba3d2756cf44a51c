using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
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

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var result = Root().Parse(arguments);
        if (result.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = false;
            wrong.Invoke(result);
            var command = result.CommandResult.Command;
            await Console.Error.WriteLineAsync(
                $"For its options: ./paperledge {(command.Parents.Any() ? command.Name + " --help" : "help")}");
            return ExitCode.Unreadable;
        }

        return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = s_terminationTimeout });
    }

    // Not a RootCommand, whose name in usage lines would be this program's.
    internal static Command Root() => new("paperledge", $"An uploaded episode becomes a transcript and a podcast feed. {ExitCode.Meanings}")
    {
        PublishCommand.Create(),
        StatusCommand.Create(),
        EpisodeCommands.CreateRetry(),
        EpisodeCommands.CreateRelease(),
        WithdrawCommand.Create(),
        OpenCommand.Create(),
        RunCommand.Create(),
        DemoCommand.Create(),
        TranscribeCommand.Create(),
        CheckCommand.Create(),
        ModelsCommand.Create(),
        PackageCommand.Create(),
        DeployCommand.Create(),
        new HelpOption(),
        new VersionOption(),
    };

    /// <summary>Runs a command's body; prints errors that a person can fix, and lets bugs throw.</summary>
    internal static async Task<int> GuardAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (IsForPeople(exception))
        {
            Terminal.Error.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return exception is CommandException command ? command.ExitCode : ExitCode.Failed;
        }
    }

    private static bool IsForPeople(Exception exception) => exception is
        StartException or AudioException or ModelException or ValidationException or RequestFailedException or HttpRequestException
        or CommandException;
}

/// <summary>The exit codes of all commands.</summary>
internal static class ExitCode
{
    public const int Success = 0, Failed = 1, Unreadable = 2;

    /// <summary>What a shell gives after Ctrl+C.</summary>
    public const int Stopped = 130;

    /// <summary>For the help of all commands.</summary>
    public const string Meanings =
        "Exit codes: 0 success; 1 something was refused or failed; 2 wrong options, or something cannot be read; 130 stopped with Ctrl+C.";
}

/// <summary>The error for a command that cannot run as asked. The message says why and what to do.</summary>
internal sealed class CommandException(string message, int exitCode, Exception? innerException = null) : Exception(message, innerException)
{
    public CommandException(string message, Exception? innerException = null)
        : this(message, Commands.ExitCode.Failed, innerException)
    {
    }

    public int ExitCode { get; } = exitCode;
}
