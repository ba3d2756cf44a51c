using System.CommandLine;
using Azure;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class PublishCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The episode's audio; its name becomes the episode's address." };
        var sidecar = new Option<FileInfo?>("--sidecar")
        {
            Description = "Title, show notes, paper and so on. Default: FILE's name with .json, if there is one.",
        };
        var connection = new Option<string?>("--connection")
        {
            Description =
                "The storage account's connection string. Default: AzureWebJobsStorage from the environment or local.settings.json, " +
                "else this machine's Azurite.",
        };
        var command = new Command("publish", "Check an episode here and upload it to the show's inbox.") { file, sidecar, connection };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() => PublishAsync(
            Terminal.Output, result.GetRequiredValue(file), result.GetValue(sidecar), result.GetValue(connection), cancellationToken)));
        return command;
    }

    private static async Task<int> PublishAsync(
        IAnsiConsole console, FileInfo file, FileInfo? sidecar, string? connection, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        if (file.Name == StorageNames.ShowSettingsBlob)
        {
            return await PublishShowAsync(console, file, connection, cancellationToken);
        }

        // Refuses before the upload what the app would refuse after it.
        if (!UploadName.TryParse(file.Name, out var name, out var problem))
        {
            throw new CommandException(problem);
        }

        var audio = await new AudioProbe(new AudioOptions()).ProbeAsync(file.FullName, file.Name, cancellationToken);
        var beside = new FileInfo(Path.ChangeExtension(file.FullName, ".json"));
        var notes = sidecar ?? (beside.Exists ? beside : null);
        await CheckSidecarAsync(notes, cancellationToken);

        var destination = Destination.Choose(connection, Repository.Settings, Environment.GetEnvironmentVariable);
        var with = notes is null ? "no sidecar: its tags are used" : $"with {notes.Name}";
        console.MarkupLineInterpolated($"{file.Name}: {audio.Format}, {audio.Duration:h\\:mm\\:ss}; {with}");
        Warn(audio.Warnings);
        EncodedFormat? encode = null;
        var account = await SendAsync(destination, async producer =>
        {
            encode = await producer.FindEncodingAsync(cancellationToken);
            await producer.UploadEpisodeAsync(file.Name, file.FullName, notes?.FullName, cancellationToken);
        });
        if (ListenerSupport.Decide(audio, encode).Warning is { } warning)
        {
            Warn([warning]);
        }

        var inbox = $"{account.AbsoluteUri.TrimEnd('/')}/{StorageNames.EpisodesContainer}";
        console.MarkupLineInterpolated($"Uploaded to {inbox}. The app's /api/episodes shows the progress of '{name.Slug.Value}'");
        return 0;

        void Warn(IEnumerable<string> warnings)
        {
            foreach (var warning in warnings)
            {
                console.MarkupLineInterpolated($"[yellow]{warning}[/]");
            }
        }
    }

    // The show's settings and the artwork beside them go to their own container.
    private static async Task<int> PublishShowAsync(
        IAnsiConsole console, FileInfo file, string? connection, CancellationToken cancellationToken)
    {
        var (settings, problems) = ShowSettingsReader.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken), file.Name);
        Refuse(problems);
        var artwork = settings.Artwork is { } named && !Uri.IsWellFormedUriString(named, UriKind.Absolute)
            ? new FileInfo(Path.Combine(file.DirectoryName!, named))
            : null;
        if (artwork is { Exists: false })
        {
            throw new CommandException(
                $"{file.Name} names the artwork {settings.Artwork}, but there is no {artwork.FullName}. Nothing was uploaded.");
        }

        var destination = Destination.Choose(connection, Repository.Settings, Environment.GetEnvironmentVariable);
        var account = await SendAsync(
            destination, producer => producer.UploadShowAsync(file.FullName, artwork?.FullName, cancellationToken));
        var config = $"{account.AbsoluteUri.TrimEnd('/')}/{StorageNames.ConfigContainer}";
        console.MarkupLineInterpolated($"Uploaded {settings.Title}'s settings to {config}");
        return 0;
    }

    // Returns the account's address.
    private static async Task<Uri> SendAsync(Destination destination, Func<Producer, Task> send)
    {
        var account = destination.Connect();
        try
        {
            await send(new Producer(account));
            return account.Uri;
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is RequestFailedException))
        {
            // The SDK throws this when none of several attempts got an answer.
            throw new CommandException(
                $"{account.Uri} does not answer: {exception.InnerExceptions[0].Message}. Check {destination.Origin}; " +
                "for this machine's storage, './paperledge run' must be running.",
                exception);
        }
    }

    private static async Task CheckSidecarAsync(FileInfo? sidecar, CancellationToken cancellationToken)
    {
        if (sidecar is null)
        {
            return;
        }

        if (!sidecar.Exists)
        {
            throw new CommandException($"There is no file {sidecar.FullName}.");
        }

        var (_, problems) = SidecarReader.Read(await File.ReadAllBytesAsync(sidecar.FullName, cancellationToken), sidecar.Name);
        Refuse(problems);
    }

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new CommandException(
                string.Join(Environment.NewLine, [.. problems, "Nothing was uploaded: correct the file and try again."]));
        }
    }
}
