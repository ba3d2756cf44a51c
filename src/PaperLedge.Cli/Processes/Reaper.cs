using System.Diagnostics;
using System.Globalization;

namespace PaperLedge.Cli.Processes;

/// <summary>
/// Sees to it that nothing is left running if this program is killed itself: a small shell that waits on a pipe from
/// here. When the pipe closes, for whatever reason, it kills the children that were not ended in order.
/// (Linux's PR_SET_PDEATHSIG would not do: it fires when the starting <em>thread</em> ends, and a pool's threads do.)
/// </summary>
internal static class Reaper
{
    private const string Script = """
        trap '' INT TERM HUP
        pids=
        while read -r line; do
          case $line in
            -*) kept=; for p in $pids; do [ "$p" = "${line#-}" ] || kept="$kept $p"; done; pids=$kept ;;
            *) pids="$pids $line" ;;
          esac
        done
        for p in $pids; do kill -s KILL -- "-$p" 2>/dev/null || kill -s KILL "$p" 2>/dev/null; done
        exit 0
        """;

    private static readonly Lock Gate = new();
    private static StreamWriter? _pipe;

    public static void Watch(int processId) => Tell(processId.ToString(CultureInfo.InvariantCulture));

    public static void Forget(int processId) => Tell((-processId).ToString(CultureInfo.InvariantCulture));

    private static void Tell(string line)
    {
        lock (Gate)
        {
            _pipe ??= Start();
            _pipe.WriteLine(line);
            _pipe.Flush();
        }
    }

    private static StreamWriter Start()
    {
        var start = OwnSession.Command("sh", ["-c", Script]);
        start.RedirectStandardInput = true;
        return Process.Start(start)!.StandardInput;
    }
}
