using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PaperLedge.DevHost.Processes;

/// <summary>Starts programs in their own sessions, so that this program can end them in order.</summary>
/// <remarks>
/// Ctrl+C in the terminal then reaches this program only, and processes that a program starts itself can be ended with it.
/// </remarks>
internal static class OwnSession
{
    // Part of util-linux, which every Debian has; elsewhere programs are started without a session.
    private const string Setsid = "/usr/bin/setsid";

    public static ProcessStartInfo Command(string file, IEnumerable<string> arguments) => File.Exists(Setsid)
        ? new ProcessStartInfo(Setsid, [file, .. arguments]) { UseShellExecute = false }
        : new ProcessStartInfo(file, arguments) { UseShellExecute = false };

    // Kills the whole session's process group; only the process if it has none (yet).
    public static void Kill(int processId)
    {
        if (!KillGroup(processId))
        {
            Signals.Send(processId, Signals.Kill);
        }
    }

    /// <summary>Kills the rest of a session whose first process has ended.</summary>
    /// <returns>False if nothing was left.</returns>
    public static bool KillGroup(int processId) => Signals.Send(-processId, Signals.Kill);
}

/// <summary>Kills the child processes if this program is killed itself.</summary>
/// <remarks>
/// A small shell waits on a pipe from here. When the pipe closes, for whatever reason, it kills the children that were not ended
/// in order. (Linux's PR_SET_PDEATHSIG fires when the starting <em>thread</em> ends, as the pool's threads do.)
/// </remarks>
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

    private static readonly Lock s_gate = new();
    private static StreamWriter? s_pipe;

    public static void Watch(int processId) => Tell(processId.ToString(CultureInfo.InvariantCulture));

    public static void Forget(int processId) => Tell((-processId).ToString(CultureInfo.InvariantCulture));

    private static void Tell(string line)
    {
        lock (s_gate)
        {
            s_pipe ??= Start();
            s_pipe.WriteLine(line);
            s_pipe.Flush();
        }
    }

    private static StreamWriter Start()
    {
        var start = OwnSession.Command("/bin/sh", ["-c", Script]);
        start.RedirectStandardInput = true;
        return Process.Start(start)!.StandardInput;
    }
}

/// <summary>POSIX signals, which .NET can receive but not send.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <param name="target">A process, or a process group if negative.</param>
    /// <returns>False if the process has ended.</returns>
    public static bool Send(int target, int signal) => SendSignal(target, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int target, int signal);
}
