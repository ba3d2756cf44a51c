namespace PaperLedge.Whisper.Models;

/// <param name="Model">The model's name.</param>
/// <param name="Bytes">Received so far.</param>
/// <param name="TotalBytes">As the server announces, or null if it does not.</param>
public sealed record ModelDownloadProgress(string Model, long Bytes, long? TotalBytes);
