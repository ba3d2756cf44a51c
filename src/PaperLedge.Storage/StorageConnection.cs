using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace PaperLedge.Storage;

/// <summary>
/// The account that the host itself uses, <c>AzureWebJobsStorage</c>: a connection string, or an identity with
/// <c>__accountName</c> or the three <c>__…ServiceUri</c>, <c>__credential=managedidentity</c> and <c>__clientId</c>.
/// </summary>
public sealed class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";

    private readonly string? _connectionString;
    private readonly IConfigurationSection _section;
    private readonly TokenCredential? _credential;

    public StorageConnection(IConfiguration configuration)
    {
        _section = configuration.GetSection(Setting);
        _connectionString = _section.Value;
        if (string.IsNullOrWhiteSpace(_connectionString))
        {
            _credential = CreateCredential();
        }
    }

    public BlobServiceClient Blobs() => _credential is null
        ? new BlobServiceClient(_connectionString)
        : new BlobServiceClient(ServiceUri("blob"), _credential);

    public TableServiceClient Tables() => _credential is null
        ? new TableServiceClient(_connectionString)
        : new TableServiceClient(ServiceUri("table"), _credential);

    /// <summary>Base64, as the host's queue extension expects by default.</summary>
    public QueueServiceClient Queues()
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return _credential is null
            ? new QueueServiceClient(_connectionString, options)
            : new QueueServiceClient(ServiceUri("queue"), _credential, options);
    }

    private TokenCredential CreateCredential()
    {
        var clientId = _section["clientId"];
        return _section["credential"] == "managedidentity"
            ? new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential();
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
