using Azure.Identity;
using Azure.Storage.Blobs;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;

namespace PaperLedge.Cli.Publishing;

/// <summary>The storage account to which a command uploads.</summary>
/// <param name="ConnectionString">
/// Or the address of the blob service, such as <c>https://ACCOUNT.blob.core.windows.net</c>: then the person who is signed in to az or azd.
/// </param>
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
                "Azurite on this machine, since no app is running here and neither --connection, " +
                $"{Setting} nor {settingsPath} names another account");
    }

    /// <returns>The error for an account that answered none of several attempts; the SDK reports that with the exception.</returns>
    public CommandException NoAnswer(AggregateException exception)
    {
        var remedy = ConnectionString == LocalSettings.DevelopmentStorage
            ? $"It is {Origin}. Start the app with './paperledge run', or name an account."
            : $"Check {Origin}.";
        return new CommandException(
            $"{Connect().Uri} does not answer: {exception.InnerExceptions[0].Message}. {remedy} " +
            "Then repeat the command: what is uploaded already is not uploaded twice.",
            exception);
    }

    /// <exception cref="CommandException">The connection string is invalid.</exception>
    public BlobServiceClient Connect()
    {
        // Reports an unreachable machine after seconds, not minutes.
        var options = new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromSeconds(0.5) } };
        if (Uri.TryCreate(ConnectionString, UriKind.Absolute, out var service) && service.Scheme == Uri.UriSchemeHttps)
        {
            var person = new ChainedTokenCredential(new AzureCliCredential(), new AzureDeveloperCliCredential());
            return new BlobServiceClient(service, person, options);
        }

        try
        {
            return new BlobServiceClient(ConnectionString, options);
        }
        catch (FormatException exception)
        {
            throw new CommandException(
                $"{Origin} is neither a connection string nor the address of a blob service. Without account keys, write " +
                "https://ACCOUNT.blob.core.windows.net and sign in with 'az login'; else copy the account's connection string.",
                exception);
        }
    }
}
