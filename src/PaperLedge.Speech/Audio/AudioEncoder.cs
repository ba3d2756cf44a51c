using System.Globalization;
using System.Text;
using CliWrap;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Speech.Audio;

/// <summary>Makes the file that listeners get: MP3 or M4A at one loudness, with tags, chapters and artwork.</summary>
public sealed class AudioEncoder(AudioOptions options)
{
    /// <summary>Integrated loudness (EBU R128) that podcast directories recommend, in LUFS.</summary>
    public const double Loudness = -16;

    /// <summary>Highest true peak that directories recommend, in dB.</summary>
    public const double MaxPeak = -1;

    // Lossy encoding overshoots the limiter's peaks by up to a decibel.
    private const double LimiterPeak = MaxPeak - 1;

    // Measured on speech: of 1.4 dB of gain more, a limiter at work lets about 1 dB through.
    private const double ShareOfGain = 1.4;

    private const int MaxCorrections = 2;
    private const double Tolerance = 0.4;

    // Below this there is only noise, which would be all that is amplified.
    private const double Silence = -60;

    // Peaks between two samples are seen at a higher rate.
    private const int LimiterRate = 2 * OutputRate;
    private const int OutputRate = 44_100;

    // What ffmpeg reports of a full disk.
    private const string NoSpace = "No space left on device";

    /// <summary>Bits a second of what is made.</summary>
    public static int BitRate(int channels) => channels == 1 ? 96_000 : 128_000;

    /// <summary>Finds the gain that brings a recording to <see cref="Loudness"/>.</summary>
    /// <param name="source">Seekable.</param>
    /// <returns>In dB; 0 for silence.</returns>
    /// <exception cref="AudioException">ffmpeg is missing, or the file cannot be decoded.</exception>
    public async Task<double> FindGainAsync(AudioSource source, AudioProbeResult probe, CancellationToken cancellationToken)
    {
        var loudness = await MeasureAsync(source, probe, $"{Mix(probe)},{FfmpegDecoder.Resampling(probe, OutputRate)}", cancellationToken);
        if (loudness < Silence)
        {
            return 0;
        }

        // Where the limiter takes peaks down, it takes loudness with them: the gain makes up for what it would take.
        var gain = Loudness - loudness;
        for (var round = 0; round < MaxCorrections; round++)
        {
            var missing = Loudness - await MeasureAsync(source, probe, Filter(probe, gain), cancellationToken);
            gain += ShareOfGain * missing;
            if (Math.Abs(missing) < Tolerance)
            {
                break;
            }
        }

        return gain;
    }

    private async Task<double> MeasureAsync(AudioSource source, AudioProbeResult probe, string filter, CancellationToken cancellationToken)
    {
        double? loudness = null;
        var failures = new StringBuilder();
        source.Rewind();
        string[] arguments =
        [
            "-hide_banner", "-nostats", "-v", "level+info", .. source.Arguments(probe), .. Track(probe),
            "-vn", "-sn", "-dn", .. Limit(), "-af", $"{filter},ebur128=framelog=verbose", "-progress", "pipe:1", "-f", "null", "-",
        ];
        // The summary comes last and gives the loudness as "I: -23.1 LUFS".
        var report = PipeTarget.ToDelegate(line =>
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., "I:", var value, "LUFS"]
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed))
            {
                loudness = parsed;
            }
            else if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal))
            {
                failures.Append(line).Append('\n');
            }
        });
        var (exitCode, _) = await RunAsync(source, probe, arguments, progress: null, report, cancellationToken);
        return exitCode == 0 && loudness is { } measured
            ? measured
            : throw FfmpegTool.Undecodable(probe.DisplayName, source, failures.ToString());
    }

    // Ends a process that reports nothing for too long.
    private async Task<(int ExitCode, string Error)> RunAsync(
        AudioSource source,
        AudioProbeResult probe,
        string[] arguments,
        IProgress<TimeSpan>? progress,
        PipeTarget? report,
        CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        var output = FfmpegTool.Progress(time =>
        {
            stall.CancelAfter(options.StallTimeout);
            progress?.Report(time);
        });
        try
        {
            return await FfmpegTool.RunAsync(options.FfmpegPath, arguments, output, stall.Token, source.Input, report);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AudioException(
                AudioProblem.TimedOut,
                $"ffmpeg reported no progress with '{probe.DisplayName}' for {options.StallTimeout.TotalSeconds:0} s.",
                exception);
        }
    }

    /// <summary>Encodes a recording. Its times stay those of the transcript.</summary>
    /// <param name="source">Seekable.</param>
    /// <param name="gain">In dB.</param>
    /// <param name="path">Of the new file.</param>
    /// <exception cref="AudioException">ffmpeg is missing or failed, or the disk is full.</exception>
    public async Task EncodeAsync(
        AudioSource source,
        AudioProbeResult probe,
        double gain,
        EncodedFormat format,
        FileTags tags,
        string path,
        IProgress<TimeSpan> progress,
        CancellationToken cancellationToken)
    {
        source.Rewind();
        using var metadata = new TemporaryFile(Encoding.UTF8.GetBytes(tags.ToMetadata(probe.Duration)));
        using var cover = tags.Artwork is { } artwork ? new TemporaryFile(artwork) : null;
        string[] arguments =
        [
            "-v", "error", .. source.Arguments(probe), .. FfmpegTool.Input("ffmetadata", metadata.Path), .. CoverInput(tags, cover),
            .. Track(probe), .. CoverMap(tags, cover), .. Limit(),
            "-map_metadata", "1", "-map_chapters", "1",
            "-af", Filter(probe, gain), "-ar", Text(OutputRate), "-ac", Text(Channels(probe)),
            .. Codec(format, Channels(probe)),
            "-progress", "pipe:1", "-y", "file:" + path,
        ];
        var (exitCode, error) = await RunAsync(source, probe, arguments, progress, report: null, cancellationToken);
        if (exitCode != 0)
        {
            throw error.Contains(NoSpace, StringComparison.Ordinal)
                ? new AudioException(
                    AudioProblem.DiskFull,
                    $"The temporary disk ({Path.GetTempPath()}) became full while the file for listeners was written. Give the app " +
                    "more temporary storage, or upload MP3 or M4A and remove \"encode\" from show.json.")
                : FfmpegTool.Undecodable(probe.DisplayName, source, error);
        }
    }

    private static string[] Track(AudioProbeResult probe) => ["-map", $"0:a:{Text(probe.Track)}"];

    private string[] Limit() => ["-t", Text(options.MaxDuration.TotalSeconds)];

    private static int Channels(AudioProbeResult probe) => Math.Min(probe.Channels, 2);

    // The file's own cover goes before the show's artwork.
    private static IEnumerable<string> CoverInput(FileTags tags, TemporaryFile? cover) =>
        tags.Cover is null && cover is not null ? FfmpegTool.Input(tags.Artwork is [0x89, ..] ? "png_pipe" : "jpeg_pipe", cover.Path) : [];

    private static string[] CoverMap(FileTags tags, TemporaryFile? cover) =>
        (tags.Cover, cover) switch
        {
            ({ } own, _) => ["-map", $"0:v:{Text(own)}", "-c:v", "copy", "-disposition:v:0", "attached_pic"],
            (null, not null) => ["-map", "2:v:0", "-c:v", "copy", "-disposition:v:0", "attached_pic"],
            _ => [],
        };

    // Mixed first, since peaks add up in a mix.
    private static string Mix(AudioProbeResult probe) => $"aformat=channel_layouts={(Channels(probe) == 1 ? "mono" : "stereo")}";

    private static string Filter(AudioProbeResult probe, double gain)
    {
        var limit = Math.Pow(10, LimiterPeak / 20);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Mix(probe)},{FfmpegDecoder.Resampling(probe, LimiterRate)},volume={gain:0.##}dB," +
            $"alimiter=limit={limit:0.####}:attack=2:release=30:level=disabled,aresample={OutputRate}");
    }

    private static string[] Codec(EncodedFormat format, int channels)
    {
        var rate = Text(BitRate(channels));
        return format switch
        {
            // Windows and older players read ID3 2.3 only.
            EncodedFormat.Mp3 => ["-c:a", "libmp3lame", "-b:a", rate, "-id3v2_version", "3", "-f", "mp3"],
            // The coder that ffmpeg uses by default overshot peaks by up to 3 dB; this one stays within half a decibel.
            EncodedFormat.M4a => ["-c:a", "aac", "-aac_coder", "fast", "-b:a", rate, "-movflags", "+faststart", "-f", "ipod"],
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
        };
    }

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>Tags of the file that listeners get.</summary>
/// <param name="Artist">The show's author.</param>
/// <param name="Description">Show notes as plain text.</param>
/// <param name="Cover">Place of the upload's own cover among its video streams; null if it has none.</param>
/// <param name="Artwork">JPEG or PNG, used if there is no cover; may be null.</param>
public sealed record FileTags(
    string Title,
    string Artist,
    string Album,
    string Description,
    DateTimeOffset Date,
    int? Number,
    IReadOnlyList<Chapter> Chapters,
    int? Cover,
    byte[]? Artwork)
{
    public bool HasPicture => Cover is not null || Artwork is not null;

    // Source: https://ffmpeg.org/ffmpeg-formats.html#Metadata-2
    internal string ToMetadata(TimeSpan duration)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(name).Append('=').Append(Escape(value)).Append('\n');
            }
        }

        Add("title", Title);
        Add("artist", Artist);
        Add("album_artist", Artist);
        Add("album", Album);
        Add("genre", "Podcast");
        Add("description", Description);
        Add("date", Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("track", Number?.ToString(CultureInfo.InvariantCulture));
        var chapters = Chapters.Where(chapter => chapter.Start < duration).ToList();
        foreach (var (index, chapter) in chapters.Index())
        {
            var end = index + 1 < chapters.Count ? chapters[index + 1].Start : duration;
            text.Append(
                CultureInfo.InvariantCulture,
                $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={chapter.Start.TotalMilliseconds:0}\nEND={end.TotalMilliseconds:0}\n");
            Add("title", chapter.Title);
        }

        return text.ToString();
    }

    private static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var character in value.ReplaceLineEndings("\n"))
        {
            escaped.Append(character is '=' or ';' or '#' or '\\' or '\n' ? "\\" : "").Append(character);
        }

        return escaped.ToString();
    }
}
