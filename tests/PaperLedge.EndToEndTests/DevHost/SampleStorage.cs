using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace PaperLedge.EndToEndTests.DevHost;

/// <summary>One test's own corner of storage, and the settings of the sample app that works in it.</summary>
internal sealed class SampleStorage(string connectionString)
{
    private readonly QueueServiceClient _queues = new(connectionString);

    public string Prefix { get; } = $"t{Guid.NewGuid():N}"[..12];

    public BlobServiceClient Blobs { get; } = new(connectionString);

    public BlobContainerClient Notes => Blobs.GetBlobContainerClient("azure-webjobs-hosts");

    /// <param name="changes">Settings beside or instead of the usual ones.</param>
    public Dictionary<string, string> Settings(params (string Name, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["AzureFunctionsWebHost__hostid"] = Prefix,
            ["Prefix"] = Prefix,
            ["Schedule"] = "0 0 0 1 1 *",
            ["AzureFunctionsJobHost__logging__logLevel__default"] = "Debug",
            ["DevHost__Port"] = "0",
            ["DevHost__FunctionKey"] = SampleHost.Key,
            ["DevHost__EventInterval"] = "00:00:00.200",
            ["DevHost__MessageLease"] = "00:00:02",
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return settings;
    }

    public async Task<QueueClient> QueueAsync(string name)
    {
        var queue = _queues.GetQueueClient(name.StartsWith("webjobs", StringComparison.Ordinal) ? name : $"{Prefix}-{name}");
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    /// <summary>Sends Base64, as the host's default wants it.</summary>
    public async Task SendAsync(string queue, string text) =>
        await (await QueueAsync(queue)).SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    public async Task<BlobClient> UploadAsync(string container, string name, string text)
    {
        var client = Blobs.GetBlobContainerClient($"{Prefix}-{container}");
        await client.CreateIfNotExistsAsync();
        var blob = client.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromString(text), overwrite: true);
        return blob;
    }

    /// <summary>Waits for a message to become visible.</summary>
    public async Task<QueueMessage> ReceiveAsync(string queue)
    {
        var client = await QueueAsync(queue);
        for (var i = 0; i < 150; i++)
        {
            if ((await client.ReceiveMessageAsync()).Value is { } message)
            {
                return message;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"No message came to {client.Name}.");
    }

    /// <summary>Visible or hidden, all messages count.</summary>
    public async Task<int> CountAsync(string queue) =>
        (await (await QueueAsync(queue)).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public async Task EmptiedAsync(string queue)
    {
        for (var i = 0; await CountAsync(queue) > 0; i++)
        {
            Assert.True(i < 150, $"Queue {queue} did not become empty.");
            await Task.Delay(100);
        }
    }

    public static string Text(QueueMessage message) => Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString()));
}
