using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Publishing;
using PaperLedge.Cli.Speech;
using PaperLedge.DevHost.Processes;
using Spectre.Console;

namespace PaperLedge.Cli.Processes;

/// <param name="Port">Null for the settings'.</param>
/// <param name="Model">Null for the settings'.</param>
/// <param name="Show">A show.json to publish once the app answers, or null.</param>
internal sealed record LocalRunOptions(string Folder, int? Port, int StoragePort, string? Model, FileInfo? Show);

/// <summary>Runs storage and the function app on this machine with its settings, until it is cancelled.</summary>
internal sealed class LocalRun(IAnsiConsole console, LocalRunOptions options)
{
    private const string BaseUrl = "PublicBaseUrl";

    /// <summary>Returns the app's settings beyond those in the file: on localhost, the public address follows the port.</summary>
    internal static Dictionary<string, string?> Variables(LocalSettings settings, int port)
    {
        var variables = new Dictionary<string, string?>([.. settings.DevHostVariables, .. SpeechEngine.Variables(settings.Whisper)]);
        if (settings.PublicBaseUrl is not { } address || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback))
        {
            variables[BaseUrl] = FunctionApp.AddressOf(port).AbsoluteUri;
        }

        return variables;
    }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Show is { Exists: false } missing)
        {
            throw new CommandException($"There is no file {missing.FullName}.", ExitCode.Unreadable);
        }

        CreateSettings();
        var settings = LocalSettings.Read(
            Repository.Settings,
            name => name == SpeechEngine.Model && options.Model is not null ? options.Model : Environment.GetEnvironmentVariable(name));
        var port = options.Port ?? settings.Port ?? LocalOptions.DefaultAppPort;
        LocalPorts.EnsureFree(port, "the function app", "--port");
        using var data = DataFolder.Open(options.Folder, "run");
        var storage = settings.IsDevelopmentStorage
            ? AzuriteOptions.FromPort(options.StoragePort, data.Storage, Path.Combine(data.Logs, "azurite.log"))
            : null;
        storage?.EnsurePortsFree();

        var whisper = settings.Whisper;
        await new ModelPreparation(console, Terminal.IsInteractive(console)).RunAsync(whisper, cancellationToken);
        data.RemoveLogs();
        RunningApp.RemoveFrom(data);

        await using var azurite = storage is null ? null : await StartStorageAsync(storage, cancellationToken);
        var appOptions = new FunctionAppOptions(Repository.Root, Path.Combine(data.Logs, "app.log"))
        {
            ConnectionString = azurite?.ConnectionString,
            Port = port,
            Environment = Variables(settings, port),
            // The app's whole log is shown here, as by any server.
            Echo = Console.WriteLine,
        };
        if (settings.FunctionKey is not null)
        {
            appOptions = appOptions with { FunctionKey = settings.FunctionKey };
        }

        console.MarkupLineInterpolated($"Starting the function app (port {port}, speech model {whisper.Model})");
        await using var app = await FunctionApp.StartAsync(appOptions, cancellationToken);
        var running = new RunningApp(app.BaseUrl, appOptions.FunctionKey, azurite?.ConnectionString ?? settings.Storage ?? "");
        using var file = running.WriteTo(data);
        await PublishShowAsync(running, cancellationToken);
        WriteAddresses(running, data);
        try
        {
            await app.Process.Exited.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Stopping; work that is not finished in time starts again at the next run");
            return ExitCode.Success;
        }

        throw await app.Process.EndedAsync();
    }

    private void CreateSettings()
    {
        if (File.Exists(Repository.Settings))
        {
            return;
        }

        File.Copy(Repository.SampleSettings, Repository.Settings);
        if (!OperatingSystem.IsWindows())
        {
            // The file may later contain an account's key.
            File.SetUnixFileMode(Repository.Settings, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        console.MarkupLineInterpolated($"Created {Repository.Settings} from the sample; change your settings there");
    }

    private Task<Azurite> StartStorageAsync(AzuriteOptions azurite, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated(
            $"Starting storage (Azurite, port {azurite.BlobPort} and the two after it; data in {azurite.DataDirectory})");
        return Azurite.StartAsync(azurite, cancellationToken);
    }

    private async Task PublishShowAsync(RunningApp running, CancellationToken cancellationToken)
    {
        if (options.Show is not { } show)
        {
            return;
        }

        // The app runs on if the file is refused: it is published again when it is corrected.
        var publication = new Publication(
            console,
            new Destination(running.Connection, "the storage of this app"),
            new AppAddress(running.Address, running.Key, IsFound: true),
            isWaiting: true,
            isJson: false);
        if (await publication.RunAsync(FileSelection.OfShow(show), cancellationToken) != ExitCode.Success)
        {
            Terminal.Error.MarkupLineInterpolated($"Correct the file, and then: ./paperledge publish {show}");
        }
    }

    private void WriteAddresses(RunningApp running, DataFolder data)
    {
        var output = console.Profile.Out.Writer;
        output.WriteLine($"  show     {running.Address}");
        output.WriteLine($"  feed     {new Uri(running.Address, "feed.xml")}");
        output.WriteLine($"  status   {new AppAddress(running.Address, running.Key, IsFound: true).StatusPage}");
        output.WriteLine("  publish  ./paperledge publish my-first-episode.mp3   (in another terminal)");
        running.WriteVariables(output, data);
        output.WriteLine("Running until Ctrl+C");
    }
}
