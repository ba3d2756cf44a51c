using System.Runtime.InteropServices;

namespace PaperLedge.Cli.Processes;

/// <summary>POSIX signals, which .NET can receive but not send.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <param name="target">A process, or a process group if negative.</param>
    /// <returns>False if there is no such process any more.</returns>
    public static bool Send(int target, int signal) => SendSignal(target, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int target, int signal);
}
