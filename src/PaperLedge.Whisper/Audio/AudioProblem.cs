namespace PaperLedge.Whisper.Audio;

/// <summary>Why a file could not be read as an episode's audio.</summary>
public enum AudioProblem
{
    /// <summary>Text, an image, an archive, a playlist, or bytes that nothing recognises.</summary>
    NotAudio,

    /// <summary>Audio or video in a container that is not accepted.</summary>
    UnsupportedFormat,

    /// <summary>A known container in which no stream is audio.</summary>
    NoAudioStream,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>The end of the file is missing.</summary>
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

    /// <summary>ffmpeg or ffprobe is not installed: the machine's fault, not the file's.</summary>
    ToolMissing,

    /// <summary>ffmpeg or ffprobe gave nothing for too long: the file's fault or the machine's.</summary>
    TimedOut,
}
