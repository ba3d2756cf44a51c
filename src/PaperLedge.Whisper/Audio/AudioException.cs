namespace PaperLedge.Whisper.Audio;

/// <summary>A file that cannot be read as an episode's audio. The message says which file, what is wrong and what to do.</summary>
public sealed class AudioException(AudioProblem problem, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public AudioProblem Problem { get; } = problem;

    /// <summary>True if trying the same file again may succeed.</summary>
    public bool IsTransient => Problem is AudioProblem.ToolMissing or AudioProblem.TimedOut;
}
