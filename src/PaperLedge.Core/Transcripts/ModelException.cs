namespace PaperLedge.Core.Transcripts;

/// <summary>A speech model that cannot be used. The message says which, why and what to do.</summary>
public class ModelException(string message, Exception? innerException = null) : Exception(message, innerException);
