using System.CommandLine;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Cli.Commands;

internal static class LocalOptions
{
    public static Option<int> AppPort() => new("--port")
    {
        Description = "The function app's port.",
        DefaultValueFactory = _ => DefaultAppPort,
    };

    public const int DefaultAppPort = 7071;

    public static Option<int> StoragePort() => new("--storage-port")
    {
        Description = "Azurite's first port; the next two are used too.",
        DefaultValueFactory = _ => 10000,
    };

    public static Option<DirectoryInfo> Data(string name) => new("--data")
    {
        Description = "Where storage and logs are kept.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Data, name)),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON, for scripts." };

    public static Option<bool> NoWait(string after) => new("--no-wait")
    {
        Description = $"End after {after}, without waiting for the outcome.",
    };

    public static Option<string?> Connection() => new("--connection")
    {
        Description =
            "The storage account: a connection string, or https://ACCOUNT.blob.core.windows.net for the person signed in to az. " +
            "Default: AzureWebJobsStorage from the environment or local.settings.json, " +
            "else the storage of the app that runs on this machine.",
    };
}

/// <summary>The options that name the app to ask.</summary>
internal sealed class AppOptions
{
    private readonly Option<string?> _app = new("--app")
    {
        Description =
            $"The app's address. Default: {AppAddress.UrlVariable} from the environment or local.settings.json, " +
            "else the app that runs on this machine.",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"The app's function key. Default: {AppAddress.KeyVariable}, in the same places.",
    };

    public void AddTo(Command command)
    {
        command.Add(_app);
        command.Add(_key);
    }

    /// <returns>Null if no app is named or running.</returns>
    /// <exception cref="CommandException">The address is invalid, or there is no key for it.</exception>
    public AppAddress? Find(ParseResult result, LocalSettings settings, RunningApp? running) =>
        AppAddress.Find(result.GetValue(_app), result.GetValue(_key), settings, running);

    /// <exception cref="CommandException">No app is named or running, or it cannot be asked.</exception>
    public AppAddress Require(ParseResult result) =>
        AppAddress.Required(Find(result, LocalSettings.ReadHere(), RunningApp.Find(RunningApp.Folders)));
}
