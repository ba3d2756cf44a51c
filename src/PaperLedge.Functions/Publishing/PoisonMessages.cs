using System.Text.Json;

namespace PaperLedge.Functions.Publishing;

// A message may be in a poison queue because it could not be read. A function that failed on it again would receive it for ever. So these
// queues are bound as text and read here.
/// <summary>Reader of messages in poison queues.</summary>
internal static class PoisonMessages
{
    /// <returns>Null if it is not JSON of that shape.</returns>
    public static TMessage? Read<TMessage>(string message)
        where TMessage : class
    {
        try
        {
            return JsonSerializer.Deserialize<TMessage>(message, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Poison message about a blob whose function failed too often. The host writes more fields, which are not needed.</summary>
/// <param name="ETag">Version of the blob, with quotes if it came by Event Grid.</param>
public sealed record PoisonBlobMessage(string ContainerName, string BlobName, string ETag);
