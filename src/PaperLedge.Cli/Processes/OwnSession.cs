using System.Diagnostics;

namespace PaperLedge.Cli.Processes;

/// <summary>
/// Starts programs in sessions of their own, so that Ctrl+C in the terminal reaches this program only, which then ends
/// them in the right order, and so that what they start themselves can be ended with them.
/// </summary>
internal static class OwnSession
{
    /// <summary>Part of util-linux, which every Debian has; elsewhere programs are started plainly.</summary>
    private const string Setsid = "/usr/bin/setsid";

    public static ProcessStartInfo Command(string file, IEnumerable<string> arguments) => File.Exists(Setsid)
        ? new ProcessStartInfo(Setsid, [file, .. arguments]) { UseShellExecute = false }
        : new ProcessStartInfo(file, arguments) { UseShellExecute = false };

    /// <summary>Kills the whole session's process group; just the process where it has none (yet).</summary>
    public static void Kill(int processId)
    {
        if (!Signals.Send(-processId, Signals.Kill))
        {
            Signals.Send(processId, Signals.Kill);
        }
    }
}
