namespace PaperLedge.Speech.Audio;

/// <summary>Error of a file that cannot be read as an episode's audio. The message names the file, the fault and the remedy.</summary>
public sealed class AudioException(AudioProblem problem, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public AudioProblem Problem { get; } = problem;

    /// <summary>True if trying the same file again may succeed.</summary>
    public bool IsTransient => Problem is AudioProblem.ToolMissing or AudioProblem.TimedOut;
}

/// <summary>Reason why a file cannot be read as an episode's audio.</summary>
public enum AudioProblem
{
    /// <summary>Text, an image, an archive, a playlist, or bytes that nothing recognises.</summary>
    NotAudio,

    /// <summary>Audio or video in a container that is not accepted.</summary>
    UnsupportedFormat,

    /// <summary>A known container in which no stream is audio.</summary>
    NoAudioStream,

    Empty,

    Truncated,

    /// <summary>Encrypted, or under digital rights management.</summary>
    Encrypted,

    /// <summary>No sound, or less than <see cref="AudioProbe.MinDuration"/>.</summary>
    TooShort,

    /// <summary>Longer than <see cref="AudioOptions.MaxDuration"/>.</summary>
    TooLong,

    /// <summary>More bytes than <see cref="AudioOptions.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>The container is known but its content cannot be decoded.</summary>
    Undecodable,

    /// <summary>ffmpeg or ffprobe is not installed: a fault of the machine, not of the file.</summary>
    ToolMissing,

    /// <summary>ffmpeg or ffprobe gave no output for too long: a fault of the file or of the machine.</summary>
    TimedOut,
}
