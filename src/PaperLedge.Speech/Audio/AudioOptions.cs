using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Speech.Audio;

public sealed record AudioOptions
{
    public const string Section = "Audio";

    /// <summary>Longest episode that is accepted (hours:minutes:seconds). Default 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Largest upload that is accepted, in bytes. Default 2 GiB.</summary>
    /// <remarks>That is three hours of 16-bit stereo WAV at 44.1 kHz, and far more than six of anything compressed.</remarks>
    [Range(1L, 1L << 40)]
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>Path of ffmpeg, or its name: the one deployed with the app, else the one on the PATH. Default <c>ffmpeg</c>.</summary>
    [Required]
    public string FfmpegPath { get; init; } = "ffmpeg";

    /// <summary>Path or name of ffprobe, like <see cref="FfmpegPath"/>. Default <c>ffprobe</c>.</summary>
    [Required]
    public string FfprobePath { get; init; } = "ffprobe";

    /// <summary>Time limit for reading a file's headers. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time that ffmpeg may give no samples while some are waited for. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
