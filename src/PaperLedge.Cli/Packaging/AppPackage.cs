using System.IO.Compression;
using PaperLedge.Cli.Commands;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Cli.Packaging;

/// <summary>A ZIP file that Azure Functions runs unchanged, on Linux on x64.</summary>
/// <param name="Model">The model's path in it.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Parts">The largest parts with their compressed bytes, and the rest.</param>
internal sealed record AppPackage(string Model, long Bytes, IReadOnlyList<(string Part, long Bytes)> Parts)
{
    private const int RegularFile = 0x8000;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // The speech model that the build puts beside every program; included only if it is asked for.
    private const string BuiltInFolder = "models/base/";

    private static readonly string[] s_unwanted = [".azurefunctions/runtimes/win/", ".azurefunctions/runtimes/browser/"];

    private static readonly string[] s_programs = ["ffmpeg/ffmpeg", "ffmpeg/ffprobe", "PaperLedge.Functions"];

    /// <param name="app">The app's published folder.</param>
    /// <param name="model">The speech model's file, which becomes the only one in the package.</param>
    /// <param name="output">Replaced if it exists.</param>
    /// <exception cref="CommandException">The folder was not published for Linux on x64, or without ffmpeg.</exception>
    public static async Task<AppPackage> WriteAsync(string app, string model, string output, CancellationToken cancellationToken)
    {
        Check(app);
        var isBuiltIn = Path.GetFullPath(model) == ModelResolver.BuiltInPath;
        var name = (isBuiltIn ? BuiltInFolder : "models/") + Path.GetFileName(model);
        var files = Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(app, path).Replace('\\', '/')))
            .Where(file => IsWanted(file.Name) && (isBuiltIn || !file.Name.StartsWith(BuiltInFolder, StringComparison.Ordinal)))
            .Concat(isBuiltIn ? [] : [(model, name)])
            .OrderBy(file => file.Item2, StringComparer.Ordinal)
            .ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        var temporary = output + ".part";
        try
        {
            await WriteAsync(files, temporary, cancellationToken);
            File.Move(temporary, output, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return Read(output, name);
    }

    private static void Check(string app)
    {
        if (!File.Exists(Path.Combine(app, "libonnxruntime.so")) || !Directory.Exists(Path.Combine(app, "runtimes", "linux-x64")))
        {
            throw new CommandException(
                $"{app} was not published for Linux on x64, as a package must be. Run this command on such a machine.");
        }

        if (Array.Find(s_programs, program => !File.Exists(Path.Combine(app, program))) is { } missing)
        {
            throw new CommandException($"{Path.Combine(app, missing)} is missing. ./paperledge package creates it, on Debian.");
        }
    }

    // Leaves out libraries for other platforms, and the compiler's documentation files.
    private static bool IsWanted(string name) =>
        !s_unwanted.Any(folder => name.StartsWith(folder, StringComparison.Ordinal))
        && !(name.StartsWith("PaperLedge.", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));

    private static async Task WriteAsync(List<(string Path, string Name)> files, string output, CancellationToken cancellationToken)
    {
        await using var zip = await ZipFile.OpenAsync(output, ZipArchiveMode.Create, cancellationToken);
        foreach (var (path, name) in files)
        {
            var entry = await zip.CreateEntryFromFileAsync(path, name, CompressionLevel.Optimal, cancellationToken);
            // Independent of this machine's umask. ZIP keeps Unix modes in the upper half.
            entry.ExternalAttributes = (RegularFile | (int)(s_programs.Contains(name) ? Executable : Readable)) << 16;
        }
    }

    private static AppPackage Read(string output, string model)
    {
        const int Shown = 6;
        using var zip = ZipFile.OpenRead(output);
        var parts = zip.Entries.GroupBy(entry => entry.FullName.Contains('/') ? $"{entry.FullName.Split('/')[0]}/" : entry.FullName)
            .Select(part => (Part: part.Key, Bytes: part.Sum(entry => entry.CompressedLength)))
            .OrderByDescending(part => part.Bytes)
            .ToList();
        return new AppPackage(
            model, new FileInfo(output).Length, [.. parts.Take(Shown), ("everything else", parts.Skip(Shown).Sum(part => part.Bytes))]);
    }
}
