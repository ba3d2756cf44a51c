using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;

namespace PaperLedge.Storage;

// The setting is a connection string, or an identity with __accountName or the three __…ServiceUri, __credential=managedidentity and
// __clientId.
/// <summary>Clients of the account that the host itself uses, <c>AzureWebJobsStorage</c>.</summary>
public sealed class StorageConnection(IConfiguration configuration, AzureComponentFactory components)
{
    private const string Setting = "AzureWebJobsStorage";

    private readonly IConfigurationSection _section = configuration.GetSection(Setting);

    // Null if there is a connection string. The host reads the credential's settings with the same library.
    private readonly TokenCredential? _credential = string.IsNullOrWhiteSpace(configuration[Setting])
        ? components.CreateTokenCredential(configuration.GetSection(Setting))
        : null;

    public BlobServiceClient Blobs() => _credential is null
        ? new BlobServiceClient(_section.Value)
        : new BlobServiceClient(ServiceUri("blob"), _credential);

    public TableServiceClient Tables() => _credential is null
        ? new TableServiceClient(_section.Value)
        : new TableServiceClient(ServiceUri("table"), _credential);

    public QueueServiceClient Queues()
    {
        // The host's queue extension expects Base64 by default.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return _credential is null
            ? new QueueServiceClient(_section.Value, options)
            : new QueueServiceClient(ServiceUri("queue"), _credential, options);
    }

    private Uri ServiceUri(string service)
    {
        if (_section[$"{service}ServiceUri"] is { Length: > 0 } uri)
        {
            return new Uri(uri);
        }

        return _section["accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new InvalidOperationException(
                $"No storage account is set: give {Setting} a connection string (UseDevelopmentStorage=true for Azurite), " +
                $"or set {Setting}__accountName for an identity. See local.settings.sample.json.");
    }
}
