using System.Text.Json;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// What lies in a poison queue may be there because nobody could read it. A function that fails on it again would see it for
/// ever, so these queues are bound as text and read here.
/// </summary>
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
