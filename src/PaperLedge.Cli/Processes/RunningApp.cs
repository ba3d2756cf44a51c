using System.Text.Json;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Cli.Processes;

/// <summary>The app that <c>run</c> or <c>demo</c> is running, for the commands in other terminals.</summary>
/// <param name="Key">The function key.</param>
/// <param name="Connection">The connection string of the app's storage.</param>
internal sealed record RunningApp(Uri Address, string Key, string Connection)
{
    public const string FileName = "app.json";

    /// <summary>Where the commands keep their data by default; the first that is running is used.</summary>
    public static IReadOnlyList<string> Folders => [Path.Combine(Repository.Data, "run"), Path.Combine(Repository.Data, "demo")];

    /// <returns>Null if neither <c>run</c> nor <c>demo</c> is running in one of the folders.</returns>
    public static RunningApp? Find(IEnumerable<string> folders) => folders.Select(Read).FirstOrDefault(app => app is not null);

    /// <summary>Writes the file, which only this user may read.</summary>
    /// <returns>Removes the file when it is disposed.</returns>
    public IDisposable WriteTo(DataFolder folder)
    {
        // A new file, since an old one would keep its mode.
        RemoveFrom(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(folder.Of(FileName), options);
        JsonSerializer.Serialize(file, this, JsonSerializerOptions.Web);
        return new Removal(folder);
    }

    /// <summary>Writes what another terminal needs to know, if the folder is not one in which commands look by themselves.</summary>
    public void WriteVariables(TextWriter output, DataFolder folder)
    {
        if (!Folders.Contains(folder.Path))
        {
            output.WriteLine($"  there    export {AppAddress.UrlVariable}={Address} {AppAddress.KeyVariable}={Key} \\");
            output.WriteLine($"             AzureWebJobsStorage='{Connection}'");
        }
    }

    /// <summary>Removes the file that a killed process may have left.</summary>
    public static void RemoveFrom(DataFolder folder) => File.Delete(folder.Of(FileName));

    // The lock on the folder ends with its process, however that ends; the file may outlive it.
    private static RunningApp? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || !DataFolder.IsInUse(folder))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<RunningApp>(File.ReadAllBytes(path), JsonSerializerOptions.Web);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // It is being written or removed, or belongs to another user: for this command, no app is running.
            return null;
        }
    }

    private sealed class Removal(DataFolder folder) : IDisposable
    {
        public void Dispose() => RemoveFrom(folder);
    }
}
