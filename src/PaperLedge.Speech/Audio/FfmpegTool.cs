using System.ComponentModel;
using System.Globalization;
using System.Text;
using CliWrap;

namespace PaperLedge.Speech.Audio;

internal static class FfmpegTool
{
    // Errors are reported by their first words; a hostile file can cause thousands.
    private const int MaxErrorLength = 4096;

    // For a name, returns the tool in the folder ffmpeg beside the program, if it is there; returns a path as it is.
    private static string Find(string tool)
    {
        var own = Path.Combine(AppContext.BaseDirectory, "ffmpeg", tool);
        return Path.GetFileName(tool) == tool && File.Exists(own) ? own : tool;
    }

    public static bool IsMissing(string tool)
    {
        var path = Find(tool);
        var folders = Path.GetFileName(path) == path ? Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [] : [""];
        string[] names = OperatingSystem.IsWindows() ? [path, path + ".exe"] : [path];
        return !folders.Any(folder => Array.Exists(names, name => File.Exists(Path.Combine(folder, name))));
    }

    /// <param name="reason">Such as <c>No such file or directory</c>.</param>
    public static string MissingMessage(string tool, string reason) =>
        $"'{tool}' cannot be started ({reason}). A package of the app contains it; otherwise install ffmpeg, " +
        "or set Audio__FfmpegPath and Audio__FfprobePath.";

    // The demuxer is forced and only local files are reachable, so that no file can name another one to be read.
    // The prefix keeps a path from being taken for an option or a protocol.
    public static IEnumerable<string> Input(AudioFormat format, string path) => Input(format.Demuxer, path);

    public static IEnumerable<string> Input(string demuxer, string path) =>
        ["-protocol_whitelist", "file,pipe", "-f", demuxer, "-i", "file:" + path];

    /// <summary>Reads a WAV file to its end, whatever size it declares; to be put before the input.</summary>
    public static IReadOnlyList<string> IgnoreLength { get; } = ["-ignore_length", "1"];

    /// <summary>Reads what ffmpeg writes with <c>-progress pipe:1</c>.</summary>
    /// <param name="report">Gets the length of what is written so far.</param>
    public static PipeTarget Progress(Action<TimeSpan> report)
    {
        const string Key = "out_time_us=";
        return PipeTarget.ToDelegate(line =>
        {
            if (line.StartsWith(Key, StringComparison.Ordinal) &&
                long.TryParse(line.AsSpan(Key.Length), NumberStyles.Integer, CultureInfo.InvariantCulture, out var microseconds))
            {
                report(TimeSpan.FromMicroseconds(Math.Max(0, microseconds)));
            }
        });
    }

    public static IEnumerable<string> StandardInput(string demuxer) => ["-protocol_whitelist", "pipe", "-f", demuxer, "-i", "pipe:0"];

    /// <summary>Runs a tool to its end; cancellation kills the process.</summary>
    /// <param name="output">Receives standard output.</param>
    /// <param name="input">What the tool reads from standard input; null for nothing. The tool may end before it has read it all.</param>
    /// <param name="report">Receives standard error too; null for nothing.</param>
    /// <returns>The exit code and the first words on standard error.</returns>
    /// <exception cref="AudioException">The tool is not installed.</exception>
    public static async Task<(int ExitCode, string Error)> RunAsync(
        string tool, IEnumerable<string> arguments, PipeTarget output, CancellationToken cancellationToken, PipeSource? input = null,
        PipeTarget? report = null)
    {
        var error = new StringBuilder();
        var errors = PipeTarget.ToDelegate(line => Append(error, line));
        try
        {
            var result = await Cli.Wrap(Find(tool))
                .WithArguments(arguments)
                .WithStandardInputPipe(input ?? PipeSource.Null)
                .WithStandardOutputPipe(output)
                .WithStandardErrorPipe(report is null ? errors : PipeTarget.Merge(errors, report))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken);
            return (result.ExitCode, error.ToString());
        }
        catch (Win32Exception exception)
        {
            throw new AudioException(
                AudioProblem.ToolMissing,
                MissingMessage(tool, exception.Message),
                exception);
        }
    }

    /// <summary>Creates an error with the tool's own message, without the path of this machine.</summary>
    public static AudioException Undecodable(string displayName, AudioSource source, string error)
    {
        var input = source.Path is { } path ? "file:" + path : "pipe:0";
        var words = error.Replace(input, displayName, StringComparison.Ordinal).Trim();
        var reason = words.Length == 0 ? "ffmpeg gives no reason" : "ffmpeg says: " + words.Split('\n')[0];
        return new AudioException(
            AudioProblem.Undecodable,
            $"'{displayName}' cannot be decoded; it is damaged, or uses an unknown codec ({reason}). Export the episode again.");
    }

    private static void Append(StringBuilder error, string line)
    {
        if (error.Length + line.Length < MaxErrorLength)
        {
            error.Append(line).Append('\n');
        }
    }
}
