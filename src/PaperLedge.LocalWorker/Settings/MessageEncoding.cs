namespace PaperLedge.LocalWorker.Settings;

/// <summary>How a message's bytes are written in the queue.</summary>
internal enum MessageEncoding
{
    None,
    Base64,
}
