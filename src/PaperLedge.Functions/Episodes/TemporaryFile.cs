namespace PaperLedge.Functions.Episodes;

/// <summary>A file of our own that is gone when the work is done; ffmpeg wants to seek, which a blob's stream cannot.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = "paperledge-";
    private const string Extension = ".tmp";

    /// <summary>Longer than any work on a file takes.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}{Extension}");

    /// <summary>Removes what killed processes left.</summary>
    /// <returns>What could not be removed, such as another user's.</returns>
    public static IReadOnlyList<string> RemoveAbandoned(DateTimeOffset now)
    {
        var kept = new List<string>();
        var left = new DirectoryInfo(System.IO.Path.GetTempPath())
            .EnumerateFiles($"{Prefix}*{Extension}")
            .Where(file => file.LastWriteTimeUtc < now.UtcDateTime - Abandoned);
        foreach (var file in left)
        {
            try
            {
                file.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                kept.Add(file.FullName);
            }
        }

        return kept;
    }

    public void Dispose() => File.Delete(Path);
}
