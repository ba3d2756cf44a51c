using System.Text;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>Between a message's bytes and the text that stands for them in the queue.</summary>
internal static class MessageText
{
    /// <exception cref="FormatException">The text is no Base64.</exception>
    public static BinaryData Decode(BinaryData body, MessageEncoding encoding) => encoding switch
    {
        MessageEncoding.None => body,
        _ => BinaryData.FromBytes(Convert.FromBase64String(body.ToString())),
    };

    public static string Encode(byte[] bytes, MessageEncoding encoding) => encoding switch
    {
        MessageEncoding.None => Encoding.UTF8.GetString(bytes),
        _ => Convert.ToBase64String(bytes),
    };
}
