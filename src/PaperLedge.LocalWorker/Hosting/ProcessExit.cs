using Microsoft.Extensions.Logging;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>Ends the process at once, as the host does with a worker that it cannot cancel.</summary>
internal sealed class ProcessExit(ILoggerFactory loggers, Action<int> exit)
{
    /// <summary>The exit code after a function that overran its timeout.</summary>
    public const int FunctionTimeout = 3;

    /// <summary>The exit code of an app that is refused at start.</summary>
    public const int Refused = 2;

    public void Now(int code)
    {
        // The console's logger writes on a thread of its own; disposal waits for it.
        loggers.Dispose();
        exit(code);
    }
}
