using PaperLedge.DevHost.Processes;

namespace PaperLedge.Cli.Processes;

/// <summary>A folder for storage and logs of this program, which may delete them.</summary>
/// <remarks>
/// A marker file identifies the folder and is locked as long as this object lives, so that files of others and of running
/// commands are never removed.
/// </remarks>
public sealed class DataFolder : IDisposable
{
    public const string MarkerName = ".paperledge";

    private readonly FileStream _marker;

    private DataFolder(string path, FileStream marker) => (Path, _marker) = (path, marker);

    public string Path { get; }

    public string Storage => Of("azurite");

    public string Logs => Of("logs");

    /// <summary>Opens a folder that is new, empty or marked by the same command.</summary>
    /// <param name="command">Such as <c>demo</c>, which must not delete the episodes of <c>run</c>.</param>
    /// <exception cref="StartException">It holds other files, belongs to another command, is in use or cannot be written.</exception>
    public static DataFolder Open(string path, string command)
    {
        var marker = System.IO.Path.Combine(path, MarkerName);
        try
        {
            Directory.CreateDirectory(path);
            var isNew = !File.Exists(marker);
            if (isNew && Directory.EnumerateFileSystemEntries(path).Any())
            {
                throw new StartException(
                    $"{path} is not empty and was not created by './paperledge {command}', so nothing in it was changed. " +
                    "Choose a new folder with --data, or remove this one yourself.");
            }

            return new DataFolder(path, Lock(marker, isNew, command));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"{path} cannot be used: {exception.Message} If another './paperledge {command}' is using it, stop that one, " +
                "or choose another folder with --data.",
                exception);
        }
    }

    /// <summary>Whether a command is using the folder now.</summary>
    public static bool IsInUse(string path)
    {
        var marker = System.IO.Path.Combine(path, MarkerName);
        if (!File.Exists(marker))
        {
            return false;
        }

        try
        {
            using var shared = new FileStream(marker, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void RemoveStorage() => Remove(Storage);

    public void RemoveLogs() => Remove(Logs);

    public void Dispose() => _marker.Dispose();

    private static FileStream Lock(string marker, bool isNew, string command)
    {
        var stream = new FileStream(marker, isNew ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        try
        {
            // A kill between making and writing the marker leaves it empty.
            if (stream.Length == 0)
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                writer.WriteLine(command);
                return stream;
            }

            using var reader = new StreamReader(stream, leaveOpen: true);
            var owner = reader.ReadLine();
            return owner == command
                ? stream
                : throw new StartException(
                    $"{System.IO.Path.GetDirectoryName(marker)} belongs to './paperledge {owner}', so nothing in it was changed. " +
                    "Choose another folder with --data.");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
