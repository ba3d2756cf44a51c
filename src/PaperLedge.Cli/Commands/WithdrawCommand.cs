using System.CommandLine;
using Azure;
using Azure.Storage.Blobs;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class WithdrawCommand
{
    public static Command Create()
    {
        var slug = EpisodeCommands.Slug();
        var yes = new Option<bool>("--yes") { Description = "Do not ask; needed where there is no terminal." };
        var connection = LocalOptions.Connection();
        var command = new Command(
            "withdraw",
            "Take an episode out of the feed by deleting its audio from the inbox. Its guid, sidecar and captions stay, so that it can " +
            "come back. Exits with 0 if it was deleted, 1 if there is no such audio or you decline, 2 if it cannot ask you.")
        {
            slug, yes, connection,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() => WithdrawAsync(
            Terminal.Output,
            Destination.Choose(
                result.GetValue(connection), LocalSettings.ReadHere(), Repository.Settings, RunningApp.Find(RunningApp.Folders)),
            result.GetRequiredValue(slug),
            result.GetValue(yes),
            cancellationToken)));
        return command;
    }

    private static async Task<int> WithdrawAsync(
        IAnsiConsole console, Destination destination, string name, bool isSure, CancellationToken cancellationToken)
    {
        var account = destination.Connect();
        var audio = await FindAudioAsync(account, destination, name, cancellationToken);
        var files = string.Join(", ", audio);
        if (!isSure && !await IsConfirmedAsync(console, files, cancellationToken))
        {
            console.WriteLine("Nothing was deleted.");
            return ExitCode.Failed;
        }

        var inbox = account.GetBlobContainerClient(StorageNames.EpisodesContainer);
        foreach (var blob in audio)
        {
            await inbox.DeleteBlobIfExistsAsync(blob, cancellationToken: cancellationToken);
        }

        console.MarkupLineInterpolated(
            $"Deleted {files}. The app takes the episode out of the feed within a minute or two.");
        console.WriteLine("Its guid, sidecar and captions stay: to bring it back under the same address, publish its audio again.");
        return ExitCode.Success;
    }

    private static Task<bool> IsConfirmedAsync(IAnsiConsole console, string files, CancellationToken cancellationToken) =>
        Terminal.IsInteractive(console) && !Console.IsInputRedirected
            ? console.ConfirmAsync(
                Markup.Escape($"Delete {files} from the inbox and take the episode out of the feed?"),
                defaultValue: false,
                cancellationToken)
            : throw new CommandException($"This deletes {files} from the inbox. To confirm it, add --yes.", ExitCode.Unreadable);

    private static async Task<IReadOnlyList<string>> FindAudioAsync(
        BlobServiceClient account, Destination destination, string name, CancellationToken cancellationToken)
    {
        if (!EpisodeSlug.TryParse(name, out var slug))
        {
            throw new CommandException(
                $"'{name}' is not an episode's name (a–z, 0–9, hyphens). './paperledge status' lists them.", ExitCode.Unreadable);
        }

        try
        {
            var blobs = await UploadPlan.NamesAsync(account, slug, cancellationToken);
            IReadOnlyList<string> audio = [.. blobs.Where(blob => UploadName.TryParse(blob, out var parsed, out _) && parsed.IsAudio)];
            return audio.Count > 0 ? audio : throw new CommandException(
                $"There is no audio of '{slug}' in {account.Uri}. It may be withdrawn already: './paperledge status {slug}' shows it.");
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is RequestFailedException))
        {
            throw destination.NoAnswer(exception);
        }
    }
}
