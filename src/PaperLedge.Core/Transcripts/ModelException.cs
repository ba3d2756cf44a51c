namespace PaperLedge.Core.Transcripts;

/// <summary>A speech model that cannot be used. The message says which, why and what to do.</summary>
public class ModelException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the model is well, but does not know the language that it was told: another attempt would end alike.</summary>
    public bool RefusesLanguage { get; init; }
}
