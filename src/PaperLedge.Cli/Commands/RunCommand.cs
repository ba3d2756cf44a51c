using System.CommandLine;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Speech;
using PaperLedge.DevHost.Processes;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        var storagePort = LocalOptions.StoragePort();
        var data = LocalOptions.Data("run");
        var command = new Command("run", "Run the function app with the settings in local.settings.json, and Azurite if they name it.")
        {
            storagePort, data,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(() =>
            RunAsync(Terminal.Output, result.GetRequiredValue(data).FullName, result.GetValue(storagePort), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(IAnsiConsole console, string folder, int storagePort, CancellationToken cancellationToken)
    {
        if (!File.Exists(Repository.Settings))
        {
            File.Copy(Repository.SampleSettings, Repository.Settings);
            if (!OperatingSystem.IsWindows())
            {
                // The file may later contain an account's key.
                File.SetUnixFileMode(Repository.Settings, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            console.MarkupLineInterpolated($"Created {Repository.Settings} from the sample; change your settings there");
        }

        var settings = LocalSettings.Read(Repository.Settings, Environment.GetEnvironmentVariable);
        var port = settings.Port ?? 7071;
        LocalPorts.EnsureFree(port, "the function app", $"DevHost__Port in {Repository.Settings}");
        using var data = DataFolder.Open(folder, "run");
        var storage = settings.IsDevelopmentStorage
            ? AzuriteOptions.FromPort(storagePort, data.Storage, Path.Combine(data.Logs, "azurite.log"))
            : null;
        storage?.EnsurePortsFree();

        var whisper = settings.Whisper;
        await new ModelPreparation(console, Terminal.IsInteractive(console)).RunAsync(whisper, cancellationToken);
        data.RemoveLogs();

        await using var azurite = storage is null ? null : await StartStorageAsync(console, storage, cancellationToken);
        var options = new FunctionAppOptions(Repository.Root, Path.Combine(data.Logs, "app.log"))
        {
            ConnectionString = azurite?.ConnectionString,
            Port = port,
            Environment = new Dictionary<string, string?>([.. settings.DevHostVariables, .. SpeechEngine.Variables(whisper)]),
            // The app's whole log is shown here, as by any server.
            Echo = Console.WriteLine,
        };
        if (settings.FunctionKey is not null)
        {
            options = options with { FunctionKey = settings.FunctionKey };
        }

        console.MarkupLineInterpolated($"Starting the function app (port {port}, speech model {whisper.Model})");
        await using var app = await FunctionApp.StartAsync(options, cancellationToken);
        WriteAddresses(console, app, options.FunctionKey, azurite);
        try
        {
            await app.Process.Exited.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Stopping; work that is not finished in time starts again at the next run");
            return 0;
        }

        throw await app.Process.EndedAsync();
    }

    private static Task<Azurite> StartStorageAsync(IAnsiConsole console, AzuriteOptions options, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated(
            $"Starting storage (Azurite, port {options.BlobPort} and the two after it; data in {options.DataDirectory})");
        return Azurite.StartAsync(options, cancellationToken);
    }

    private static void WriteAddresses(IAnsiConsole console, FunctionApp app, string functionKey, Azurite? azurite)
    {
        var output = console.Profile.Out.Writer;
        output.WriteLine($"  show          {app.BaseUrl}");
        output.WriteLine($"  feed          {new Uri(app.BaseUrl, "feed.xml")}");
        output.WriteLine($"  status        {new Uri(app.BaseUrl, "api/episodes")}?code={functionKey}");
        if (azurite is not null)
        {
            output.WriteLine($"  publish with  AzureWebJobsStorage='{azurite.ConnectionString}' ./paperledge publish FILE");
        }

        output.WriteLine("Running until Ctrl+C");
    }
}
