namespace PaperLedge.Cli.Processes;

/// <summary>Storage or the function app cannot be started, or ended by itself. The message says why and what to do.</summary>
public sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
