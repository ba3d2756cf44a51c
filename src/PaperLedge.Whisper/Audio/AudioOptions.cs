using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Whisper.Audio;

/// <summary>Limits on what is read, and where ffmpeg is.</summary>
public sealed record AudioOptions
{
    public const string SectionName = "Audio";

    /// <summary>The longest episode that is accepted (hours:minutes:seconds). Default 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// The largest upload that is accepted, in bytes. Default 2 GiB: three hours of 16-bit stereo WAV at 44.1 kHz, and far more
    /// than six of anything compressed.
    /// </summary>
    [Range(1L, 1L << 40)]
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>ffmpeg's path, or its name, for the one that is deployed with the app, or else on the PATH. Default <c>ffmpeg</c>.</summary>
    [Required]
    public string FfmpegPath { get; init; } = "ffmpeg";

    /// <summary>ffprobe's path or name, as <see cref="FfmpegPath"/>. Default <c>ffprobe</c>.</summary>
    [Required]
    public string FfprobePath { get; init; } = "ffprobe";

    /// <summary>How long reading a file's headers may take. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long ffmpeg may give no samples while some are waited for. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
