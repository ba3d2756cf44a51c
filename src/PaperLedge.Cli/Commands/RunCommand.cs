using System.CommandLine;
using PaperLedge.Cli.Processes;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class RunCommand
{
    public static Command Create()
    {
        var storagePort = LocalOptions.StoragePort();
        var data = LocalOptions.Data("run");
        var command = new Command("run", "Run the function app with the settings in local.settings.json, and Azurite if they ask for it.")
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
            console.MarkupLineInterpolated($"Made {Repository.Settings} from the sample; change your settings there");
        }

        var settings = LocalSettings.Read(Repository.Settings, Environment.GetEnvironmentVariable);
        var logs = Path.Combine(folder, "logs");
        if (Directory.Exists(logs))
        {
            Directory.Delete(logs, recursive: true);
        }

        await using var azurite = settings.IsDevelopmentStorage ? await StartStorageAsync(console, storagePort, folder, cancellationToken) : null;
        var options = new FunctionAppOptions(Repository.Root, Path.Combine(logs, "app.log"))
        {
            ConnectionString = azurite?.ConnectionString,
            Port = settings.Port ?? 7071,
            // Everything that the app says is shown here, as by any server.
            Echo = Console.WriteLine,
        };
        if (settings.FunctionKey is not null)
        {
            options = options with { FunctionKey = settings.FunctionKey };
        }

        await using var app = await FunctionApp.StartAsync(options, cancellationToken);
        WriteAddresses(console, app, options.FunctionKey, azurite);
        try
        {
            await app.Process.Exited.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Stopping");
            return 0;
        }

        throw await app.Process.EndedAsync();
    }

    private static Task<Azurite> StartStorageAsync(IAnsiConsole console, int storagePort, string folder, CancellationToken cancellationToken)
    {
        var kept = Path.Combine(folder, "azurite");
        console.MarkupLineInterpolated($"Starting storage (Azurite, port {storagePort} and the two after it; data in {kept})");
        var options = AzuriteOptions.FromPort(storagePort, kept, Path.Combine(folder, "logs", "azurite.log"));
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
