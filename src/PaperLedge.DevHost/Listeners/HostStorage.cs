using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Listeners;

/// <param name="HostId">Separates the records of apps that share an account.</param>
internal sealed record HostStorage(string HostId, BlobServiceClient Blobs, QueueServiceClient Queues)
{
    public const string Setting = "AzureWebJobsStorage";

    // The container of the host's records, named as in Azure.
    public BlobContainerClient Records => Blobs.GetBlobContainerClient("azure-webjobs-hosts");

    /// <exception cref="RequestFailedException">Storage cannot be used; <see cref="AggregateException"/> if it does not answer.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await Records.ExistsAsync(cancellationToken);
        await Queues.GetPropertiesAsync(cancellationToken);
    }

    /// <param name="appName">Such as the worker's file; the default of the host's id (<c>AzureFunctionsWebHost__hostid</c>).</param>
    /// <exception cref="StartException">The connection string is missing or wrong.</exception>
    public static HostStorage Open(IConfiguration settings, string appName)
    {
        if (settings[Setting] is not { Length: > 0 } connection)
        {
            throw new StartException(settings.GetSection(Setting).GetChildren().Any()
                ? $"The development host does not support accounts without a connection string ({Setting}__…): " +
                    $"set {Setting} to one, or to UseDevelopmentStorage=true."
                : $"The setting {Setting} is missing: set it to a storage account's connection string, or to UseDevelopmentStorage=true.");
        }

        try
        {
            return new HostStorage(
                settings["AzureFunctionsWebHost:hostid"] ?? IdFrom(appName),
                new BlobServiceClient(connection, WithFewRetries(new BlobClientOptions())),
                new QueueServiceClient(connection, WithFewRetries(new QueueClientOptions())));
        }
        catch (FormatException failure)
        {
            throw new StartException($"The setting {Setting} is not a storage connection string.", failure);
        }
    }

    // Storage that does not answer is reported soon; its users try again.
    private static TOptions WithFewRetries<TOptions>(TOptions options)
        where TOptions : ClientOptions
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromSeconds(0.2);
        return options;
    }

    // Lower-case letters, digits and single hyphens, at most 32 of them, from any text.
    private static string IdFrom(string name)
    {
        var words = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))
            .Split('-', StringSplitOptions.RemoveEmptyEntries);
        var id = string.Join('-', words);
        return id.Length == 0 ? "local" : id[..Math.Min(32, id.Length)].TrimEnd('-');
    }
}
