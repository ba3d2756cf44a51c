using Azure.Storage.Blobs;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;

namespace PaperLedge.Cli.Publishing;

/// <summary>The storage account to which a command uploads.</summary>
/// <param name="Origin">Such as <c>the variable AzureWebJobsStorage</c>.</param>
internal sealed record Destination(string ConnectionString, string Origin)
{
    private const string Setting = "AzureWebJobsStorage";

    /// <param name="option">The command's own option, which takes precedence.</param>
    /// <param name="settings">Development storage in them gives way to the storage of a running app, which may be on other ports.</param>
    /// <param name="settingsPath">The path of the settings' file, for messages.</param>
    /// <param name="running">The app that runs on this machine, or null.</param>
    public static Destination Choose(string? option, LocalSettings settings, string settingsPath, RunningApp? running)
    {
        if (option is not null)
        {
            return new(option, "--connection");
        }

        if (settings.IsVariable(Setting))
        {
            return new(settings.Storage!, $"the variable {Setting}");
        }

        if (settings.Storage is { } stored && !settings.IsDevelopmentStorage)
        {
            return new(stored, $"{Setting} in {settingsPath}");
        }

        return running is not null
            ? new(running.Connection, $"the storage of the app at {running.Address}")
            : new(
                LocalSettings.DevelopmentStorage,
                "the connection string (this machine's storage is used, because no app is running here and neither --connection, " +
                $"the variable {Setting} nor {settingsPath} names another)");
    }

    /// <exception cref="CommandException">The connection string is invalid.</exception>
    public BlobServiceClient Connect()
    {
        try
        {
            // Reports an unreachable machine after seconds, not minutes.
            return new BlobServiceClient(
                ConnectionString, new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromSeconds(0.5) } });
        }
        catch (FormatException exception)
        {
            throw new CommandException($"{Origin} is not a connection string: copy it from the storage account's access keys.", exception);
        }
    }
}
