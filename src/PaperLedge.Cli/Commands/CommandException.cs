namespace PaperLedge.Cli.Commands;

/// <summary>A command that cannot be done as asked. The message says why and what to do.</summary>
internal sealed class CommandException(string message, Exception? innerException = null) : Exception(message, innerException);
