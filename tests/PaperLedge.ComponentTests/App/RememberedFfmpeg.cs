namespace PaperLedge.ComponentTests.App;

/// <summary>
/// ffmpeg and ffprobe behind a script that remembers what they answered to the same arguments and the same file: loading them
/// takes a quarter of a second of a processor, which hundreds of runs on the same small files would wait for.
/// </summary>
internal static class RememberedFfmpeg
{
    /// <summary>Only what succeeded without a word on standard error is remembered.</summary>
    private const string Script =
        """
        #!/bin/sh
        tool=${0##*/}
        for argument; do
          case $argument in
            file:*) file=${argument#file:} ;;
            *) rest="$rest $argument" ;;
          esac
        done
        key=$({ printf '%s' "$rest"; cat "$file"; } | cksum)
        answer=$0-${key% *}-${key#* }
        if [ -f "$answer" ]; then
          exec cat "$answer"
        fi
        "$tool" "$@" > "$answer.$$" 2> "$answer.$$.error"
        code=$?
        cat "$answer.$$"
        cat "$answer.$$.error" >&2
        if [ $code -eq 0 ] && [ ! -s "$answer.$$.error" ]; then
          mv "$answer.$$" "$answer"
        fi
        exit $code
        """;

    private static readonly string[] Tools = ["ffmpeg", "ffprobe"];

    /// <returns>The settings that make an app use it; none where there is no shell.</returns>
    public static IEnumerable<(string Name, string Value)> Install(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        foreach (var tool in Tools)
        {
            var path = Path.Combine(directory, tool);
            File.WriteAllText(path, Script + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return [("Audio:FfmpegPath", Path.Combine(directory, "ffmpeg")), ("Audio:FfprobePath", Path.Combine(directory, "ffprobe"))];
    }
}
