using System.CommandLine;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Cli.Commands;

internal static class PublishCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description =
                "Audio, whose name becomes the episode's address; sidecars (.json), corrected captions (.vtt, .srt), show.json, " +
                "its artwork; or folders of them. The sidecar beside an audio file is uploaded with it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var sidecar = new Option<FileInfo?>("--sidecar")
        {
            Description = "The sidecar of a single audio file. Default: the audio's name with .json, if there is one.",
        };
        var connection = LocalOptions.Connection();
        var noWait = LocalOptions.NoWait("the upload");
        var json = LocalOptions.Json();
        var app = new AppOptions();
        var command = new Command(
            "publish",
            "Check files here, upload what has changed, and follow each episode until it is published. If anything would be refused, " +
            "nothing is uploaded. " +
            "Exits with 0 if everything was accepted, 1 if something was refused or failed, 2 if a file cannot be read.")
        {
            paths, sidecar, connection, noWait, json,
        };
        app.AddTo(command);
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() =>
        {
            var settings = LocalSettings.ReadHere();
            var running = RunningApp.Find(RunningApp.Folders);
            var destination = Destination.Choose(result.GetValue(connection), settings, Repository.Settings, running);
            var address = app.Find(result, settings, running);
            // An app that nobody named is asked only if it is the one that reads this storage.
            var asked = address is { IsFound: true } && destination.ConnectionString != running?.Connection ? null : address;
            return new Publication(
                result.GetValue(json) ? Terminal.Error : Terminal.Output,
                destination,
                result.GetValue(noWait) ? null : asked,
                isWaiting: !result.GetValue(noWait),
                isJson: result.GetValue(json))
                .RunAsync(FileSelection.Of(result.GetRequiredValue(paths), result.GetValue(sidecar)), cancellationToken);
        }));
        return command;
    }
}
