using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Storage;

/// <summary>
/// Opens storage connections by the names of their settings: a connection string, or with an identity <c>Name__accountName</c>, or
/// <c>Name__blobServiceUri</c> and <c>Name__queueServiceUri</c>; <c>Name__clientId</c> chooses a user-assigned identity.
/// See https://learn.microsoft.com/azure/azure-functions/functions-reference#connections.
/// </summary>
internal sealed class StorageAccounts(IConfiguration settings)
{
    public const string DefaultConnection = "AzureWebJobsStorage";

    private readonly Dictionary<string, StorageAccount> _opened = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The account that holds receipts, schedules and the blob triggers' work.</summary>
    public StorageAccount Host => Open(null);

    /// <param name="connection">The name that an attribute gives; null is <see cref="DefaultConnection"/>.</param>
    /// <exception cref="RefusedException">The setting is missing or malformed.</exception>
    public StorageAccount Open(string? connection)
    {
        var name = string.IsNullOrEmpty(connection) ? DefaultConnection : connection;
        if (!_opened.TryGetValue(name, out var account))
        {
            account = _opened[name] = Create(name);
        }

        return account;
    }

    private StorageAccount Create(string name)
    {
        var section = Section(name);
        try
        {
            return section.Value is { Length: > 0 } connectionString
                ? new StorageAccount(name, new BlobServiceClient(connectionString, BlobOptions()), new QueueServiceClient(connectionString, QueueOptions()))
                : WithIdentity(name, section);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            // The reason may quote the setting, which may hold a key.
            throw new RefusedException($"The setting '{name}' is no storage connection string; 'UseDevelopmentStorage=true' stands for Azurite.");
        }
    }

    private static StorageAccount WithIdentity(string name, IConfigurationSection section)
    {
        var account = section["accountName"];
        var blobs = section["blobServiceUri"] ?? (account is null ? null : $"https://{account}.blob.core.windows.net");
        var queues = section["queueServiceUri"] ?? (account is null ? null : $"https://{account}.queue.core.windows.net");
        if (!Uri.TryCreate(blobs, UriKind.Absolute, out var blobUri) || !Uri.TryCreate(queues, UriKind.Absolute, out var queueUri))
        {
            throw new RefusedException(
                $"The storage connection '{name}' is missing: set {name} to a connection string ('UseDevelopmentStorage=true' for Azurite), "
                + $"or {name}__accountName, or both {name}__blobServiceUri and {name}__queueServiceUri.");
        }

        var credential = Credential(section);
        return new StorageAccount(
            name, new BlobServiceClient(blobUri, credential, BlobOptions()), new QueueServiceClient(queueUri, credential, QueueOptions()));
    }

    private static TokenCredential Credential(IConfigurationSection section) =>
        string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase)
            ? new ManagedIdentityCredential(section["clientId"] is { } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned)
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] });

    /// <summary>A name stands for the setting of that name with or without <c>AzureWebJobs</c> before it, or for a connection string's.</summary>
    private IConfigurationSection Section(string name) =>
        new[] { settings.GetSection($"AzureWebJobs{name}"), settings.GetSection(name), settings.GetSection($"ConnectionStrings:{name}") }
            .FirstOrDefault(s => s.Exists()) ?? settings.GetSection(name);

    private static BlobClientOptions BlobOptions()
    {
        var options = new BlobClientOptions();
        Hasten(options);
        return options;
    }

    private static QueueClientOptions QueueOptions()
    {
        // Messages are decoded by the listener, which can then move one that does not decode aside.
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        Hasten(options);
        return options;
    }

    /// <summary>The pollers try again by themselves; a storage that is not there should be told of within seconds.</summary>
    private static void Hasten(ClientOptions options)
    {
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        options.Retry.MaxRetries = 3;
    }
}
