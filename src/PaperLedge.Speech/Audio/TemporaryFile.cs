using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PaperLedge.Speech.Audio;

/// <summary>A temporary file. Disposing it deletes it.</summary>
public sealed class TemporaryFile : IDisposable
{
    private const string Prefix = "paperledge-";
    private const string Extension = ".tmp";

    // Left free for the rest of the machine.
    private const long SpareBytes = 64L << 20;

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

    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}{Extension}");

    /// <summary>Deletes the files that killed processes left.</summary>
    /// <returns>The files that could not be deleted, such as another user's.</returns>
    public static IReadOnlyList<string> DeleteAbandoned()
    {
        var kept = new List<string>();
        var left = new DirectoryInfo(System.IO.Path.GetTempPath())
            .EnumerateFiles($"{Prefix}*{Extension}")
            .Where(file => !IsInUse(file));
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

    // The name has the number of the process. Another process may have the number since, but then it is younger than the file.
    private static bool IsInUse(FileInfo file)
    {
        if (!int.TryParse(file.Name[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime() <= file.CreationTimeUtc.AddSeconds(1);
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ends just now, or belongs to somebody else: the next start looks again.
            return true;
        }
    }

    public void Dispose() => File.Delete(Path);
}
