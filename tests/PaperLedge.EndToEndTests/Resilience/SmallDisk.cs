using System.Globalization;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>A disk of its own for temporary files, which can be made full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Page = 4096;
    private const int ManyFiles = 100_000;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Returns null where no disk can be mounted.</summary>
    public static async Task<SmallDisk?> MountAsync(int megabytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("paperledge-disk-").FullName);
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,nr_inodes={ManyFiles}", "tmpfs", disk.Path))
        {
            return disk;
        }

        Directory.Delete(disk.Path);
        return null;
    }

    /// <summary>Lets only some more files be created.</summary>
    /// <param name="more">Null for as many as there is memory.</param>
    public Task LimitFilesAsync(int? more) => RemountAsync(() =>
    {
        // The folder itself counts too.
        var used = 1 + Directory.EnumerateFileSystemEntries(Path).Count();
        return $"nr_inodes={(more is { } count ? used + count : ManyFiles).ToString(CultureInfo.InvariantCulture)}";
    });

    /// <summary>Leaves no space but a page.</summary>
    public Task FillAsync() => RemountAsync(() =>
    {
        var drive = new DriveInfo(Path);
        return $"size={(drive.TotalSize - drive.TotalFreeSpace + Page).ToString(CultureInfo.InvariantCulture)}";
    });

    /// <summary>Leaves no space as soon as the app has created a number of temporary files.</summary>
    /// <returns>False if cancelled before.</returns>
    public async Task<bool> FillAtAsync(int files, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Count < files)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), CancellationToken.None);
            seen.UnionWith(Directory.EnumerateFiles(Path, "paperledge-*.tmp"));
        }

        await FillAsync();
        return true;
    }

    public Task ResizeAsync(int megabytes) => RemountAsync(() => $"size={megabytes}m");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Path);
        Directory.Delete(Path);
    }

    // What is in use may grow between the question and the change, which is refused then.
    private async Task RemountAsync(Func<string> option)
    {
        while (!await RunAsync("mount", "-o", $"remount,{option()}", Path))
        {
            await Task.Yield();
        }
    }

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        var result = await global::CliWrap.Cli.Wrap(command)
            .WithArguments(arguments)
            .WithValidation(global::CliWrap.CommandResultValidation.None)
            .ExecuteAsync();
        return result.ExitCode == 0;
    }
}
