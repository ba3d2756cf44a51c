namespace PaperLedge.Speech.Audio;

/// <summary>Error of a file that cannot be read as an episode's audio. The message names the file, the fault and the remedy.</summary>
public sealed class AudioException(AudioProblem problem, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public AudioProblem Problem { get; } = problem;

    public bool IsTransient => Problem is AudioProblem.ToolMissing or AudioProblem.TimedOut or AudioProblem.DiskFull;
}

public enum AudioProblem
{
    /// <summary>Text, an image, an archive, a playlist, or unknown bytes.</summary>
    NotAudio,

    UnsupportedFormat,

    NoAudioStream,

    Empty,

    Truncated,

    /// <summary>Encrypted, or under digital rights management.</summary>
    Encrypted,

    /// <summary>No sound, or less than <see cref="AudioProbe.MinDuration"/>.</summary>
    TooShort,

    TooLong,

    TooLarge,

    Undecodable,

    /// <summary>ffmpeg or ffprobe is not installed: a fault of the machine, not of the file.</summary>
    ToolMissing,

    /// <summary>The temporary disk has too little space: a fault of the machine.</summary>
    DiskFull,

    /// <summary>ffmpeg or ffprobe gave no output for too long: a fault of the file or of the machine.</summary>
    TimedOut,
}
