using System.CommandLine;
using PaperLedge.Cli.Demo;

namespace PaperLedge.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once")
        {
            Description =
                "Print each episode's word error rate and exit: with 0 only if all are published, recognised well enough and in the feed.",
        };
        var port = LocalOptions.AppPort();
        var storagePort = LocalOptions.StoragePort();
        var data = LocalOptions.Data("demo");
        var command = new Command(
            "demo",
            "Transcribe and publish the sample episodes on this machine, and serve them until Ctrl+C. " +
            "Exits with 0 after Ctrl+C or if all succeeded, 1 if something failed, 2 for wrong options, 130 if it is stopped before.")
        {
            once, port, storagePort, data,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() =>
        {
            // The sample settings, since the demo should not depend on this machine's.
            var settings = LocalSettings.Read(Repository.SampleSettings, Environment.GetEnvironmentVariable);
            return new DemoRun(
                Terminal.Output,
                settings.Whisper,
                settings.DevHostVariables,
                result.GetRequiredValue(data).FullName,
                result.GetValue(port),
                result.GetValue(storagePort))
                .RunAsync(result.GetValue(once), cancellationToken);
        }));
        return command;
    }
}
