namespace PaperLedge.Speech.Audio;

/// <summary>A temporary file. Disposing it deletes it.</summary>
public sealed class TemporaryFile : IDisposable
{
    private const string Prefix = "paperledge-";
    private const string Extension = ".tmp";

    // Left free for the rest of the machine.
    private const long SpareBytes = 64L << 20;

    // Longer than any work on a file takes.
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromDays(1);

    /// <summary>Bytes that are free for temporary files, less those that the rest of the machine needs.</summary>
    public static long FreeBytes => new DriveInfo(System.IO.Path.GetTempPath()).AvailableFreeSpace - SpareBytes;

    public TemporaryFile()
    {
    }

    public TemporaryFile(byte[] content)
    {
        try
        {
            File.WriteAllBytes(Path, content);
        }
        catch
        {
            File.Delete(Path);
            throw;
        }
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}{Extension}");

    /// <summary>Deletes the files that killed processes left.</summary>
    /// <returns>The files that could not be deleted, such as another user's.</returns>
    public static IReadOnlyList<string> DeleteAbandoned(DateTimeOffset now)
    {
        var kept = new List<string>();
        var left = new DirectoryInfo(System.IO.Path.GetTempPath())
            .EnumerateFiles($"{Prefix}*{Extension}")
            .Where(file => file.LastWriteTimeUtc < now.UtcDateTime - s_abandonedAfter);
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
