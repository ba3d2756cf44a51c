using Azure.Storage.Blobs;
using PaperLedge.Cli.Commands;

namespace PaperLedge.Cli.Publishing;

/// <param name="Origin">Such as <c>the variable AzureWebJobsStorage</c>.</param>
internal sealed record Destination(string ConnectionString, string Origin)
{
    private const string Setting = "AzureWebJobsStorage";

    /// <param name="option">The command's own option, which takes precedence.</param>
    /// <param name="settings">The path of a settings file, which may be missing.</param>
    /// <exception cref="CommandException">The file is not a settings file.</exception>
    public static Destination Choose(string? option, string settings, Func<string, string?> environment)
    {
        if (option is not null)
        {
            return new(option, "--connection");
        }

        if (environment(Setting) is { Length: > 0 } variable)
        {
            return new(variable, $"the variable {Setting}");
        }

        return File.Exists(settings) && LocalSettings.Read(settings, environment).Storage is { } stored
            ? new(stored, $"{Setting} in {settings}")
            : new(
                "UseDevelopmentStorage=true",
                "the connection string (this machine's storage is used, " +
                $"because neither --connection, the variable {Setting} nor {settings} gives one)");
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
