using System.CommandLine;
using PaperLedge.Cli.Processes;

namespace PaperLedge.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        var port = new Option<int?>("--port")
        {
            Description = $"The function app's port. Default: DevHost__Port in local.settings.json, else {LocalOptions.DefaultAppPort}.",
        };
        var model = new Option<string?>("--model")
        {
            Description = "A speech model's name or path. Default: Whisper__Model in local.settings.json.",
        };
        var show = new Option<FileInfo?>("--show")
        {
            Description = "A show.json to publish with its artwork once the app answers.",
        };
        var storagePort = LocalOptions.StoragePort();
        var data = LocalOptions.Data("run");
        var command = new Command(
            "run",
            "Run the function app with the settings in local.settings.json, and Azurite if they name it. " +
            "Exits with 0 after Ctrl+C, 1 if the app cannot start or ends by itself, 2 for wrong options, 130 if it is stopped before.")
        {
            port, model, show, storagePort, data,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() => new LocalRun(
            Terminal.Output,
            new LocalRunOptions(
                result.GetRequiredValue(data).FullName,
                result.GetValue(port),
                result.GetValue(storagePort),
                result.GetValue(model),
                result.GetValue(show)))
            .RunAsync(cancellationToken)));
        return command;
    }
}
