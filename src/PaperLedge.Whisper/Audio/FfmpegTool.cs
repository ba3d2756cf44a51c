using System.ComponentModel;
using System.Text;
using CliWrap;

namespace PaperLedge.Whisper.Audio;

/// <summary>What ffmpeg and ffprobe have in common: how they are let at a file, and how their failures are told.</summary>
internal static class FfmpegTool
{
    /// <summary>Errors are told by their first words; a hostile file can make thousands.</summary>
    private const int MaxErrorLength = 4096;

    /// <returns>For a name the tool in the folder <c>ffmpeg</c> beside the program, if it is there; a path as it is.</returns>
    private static string Find(string tool)
    {
        var own = Path.Combine(AppContext.BaseDirectory, "ffmpeg", tool);
        return Path.GetFileName(tool) == tool && File.Exists(own) ? own : tool;
    }

    /// <summary>
    /// The reader is forced and only local files are reachable, so that no file can name another one to be read.
    /// The prefix keeps a path from being taken for an option or a protocol.
    /// </summary>
    public static IEnumerable<string> Input(AudioFormat format, string path) =>
        ["-protocol_whitelist", "file,pipe", "-f", format.Demuxer, "-i", "file:" + path];

    /// <summary>Runs to the end; the process is killed on cancellation.</summary>
    /// <param name="output">Takes standard output.</param>
    /// <returns>The exit code and the first words on standard error.</returns>
    /// <exception cref="AudioException">The tool is not installed.</exception>
    public static async Task<(int ExitCode, string Error)> RunAsync(
        string tool, IEnumerable<string> arguments, PipeTarget output, CancellationToken cancellationToken)
    {
        var error = new StringBuilder();
        try
        {
            var result = await Cli.Wrap(Find(tool))
                .WithArguments(arguments)
                .WithStandardOutputPipe(output)
                .WithStandardErrorPipe(PipeTarget.ToDelegate(line => Append(error, line)))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken);
            return (result.ExitCode, error.ToString());
        }
        catch (Win32Exception exception)
        {
            throw new AudioException(
                AudioProblem.ToolMissing,
                $"'{tool}' cannot be started ({exception.Message}). A package of the app holds it; otherwise install ffmpeg, " +
                "or set Audio__FfmpegPath and Audio__FfprobePath.",
                exception);
        }
    }

    /// <summary>A failure in the tool's own words, without the path of this machine.</summary>
    public static AudioException Undecodable(string displayName, string path, string error)
    {
        var words = error.Replace("file:" + path, displayName, StringComparison.Ordinal).Trim();
        var reason = words.Length == 0 ? "ffmpeg gives no reason" : "ffmpeg says: " + words.Split('\n')[0];
        return new AudioException(
            AudioProblem.Undecodable,
            $"'{displayName}' cannot be decoded; it is damaged, or uses a codec that is not known ({reason}). Export the episode again.");
    }

    private static void Append(StringBuilder error, string line)
    {
        if (error.Length + line.Length < MaxErrorLength)
        {
            error.Append(line).Append('\n');
        }
    }
}
