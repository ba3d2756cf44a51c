namespace PaperLedge.Functions.Episodes;

/// <summary>A file of our own that is gone when the work is done; ffmpeg wants to seek, which a blob's stream cannot.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"paperledge-{Guid.NewGuid():N}.tmp");

    public void Dispose() => File.Delete(Path);
}
