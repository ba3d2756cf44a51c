using System.Globalization;
using System.Text;
using CliWrap;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Speech.Audio;

/// <summary>Reads an audio file's format, duration and tags, and refuses a file that is not a whole, plain audio file.</summary>
public sealed class AudioProbe(AudioOptions options)
{
    /// <summary>Shortest audio that is accepted: a file with less sound is not an episode, but has an empty audio stream.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(100);

    // Too short to be noticed.
    private static readonly TimeSpan s_lateStart = TimeSpan.FromMilliseconds(20);

    // ffprobe's answer for a file with every tag full is some tens of kilobytes.
    private const int MaxAnswerLength = 4 << 20;

    private static readonly string[] s_entries =
    [
        "-show_entries",
        "format=duration:format_tags" +
        ":stream=codec_type,codec_name,channels,sample_rate,start_time,duration:stream_tags:stream_disposition=default,attached_pic",
        "-of", "json",
    ];

    /// <summary>Probes a file on this machine. The duration of a file that declares none is measured.</summary>
    /// <param name="displayName">Name of the file in messages: the one that its producer knows.</param>
    /// <exception cref="AudioException">The file cannot be an episode's audio; see <see cref="AudioException.Problem"/>.</exception>
    public async Task<AudioProbeResult> ProbeAsync(string path, string displayName, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await ProbeAsync(path, file, displayName, mayMeasure: true, cancellationToken);
    }

    /// <summary>Probes a partial copy of a file. A duration that the file does not declare stays unknown: zero.</summary>
    /// <param name="path">The copy, with holes for the parts that were not read.</param>
    /// <param name="file">The whole file; parts that are read from it are then in the copy.</param>
    /// <param name="displayName">Name of the file in messages: the one that its producer knows.</param>
    /// <exception cref="AudioException">The file cannot be an episode's audio; see <see cref="AudioException.Problem"/>.</exception>
    public Task<AudioProbeResult> ProbePartAsync(string path, Stream file, string displayName, CancellationToken cancellationToken) =>
        ProbeAsync(path, file, displayName, mayMeasure: false, cancellationToken);

    private async Task<AudioProbeResult> ProbeAsync(
        string path, Stream file, string displayName, bool mayMeasure, CancellationToken cancellationToken)
    {
        CheckLength(file.Length, displayName);
        var format = AudioSniffer.Sniff(file, displayName);
        var structure = AudioStructure.Check(format, file, displayName);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ProbeTimeout);
        try
        {
            var answer = await AskAsync(format, path, displayName, limit.Token);
            var stream = answer.Audio ?? throw AudioStructure.NoAudio(displayName);
            var duration = structure.MustMeasure ? null : answer.Duration;
            if (duration is null && mayMeasure)
            {
                duration = await MeasureAsync(format, path, stream.Track, structure.ReadsToEnd, limit.Token);
            }

            if (duration is { } known)
            {
                CheckDuration(known, displayName);
            }

            return new AudioProbeResult(
                format,
                duration ?? TimeSpan.Zero,
                stream.Codec,
                stream.Channels,
                stream.SampleRate,
                AudioTags.From(answer.Tags),
                displayName)
            {
                Track = stream.Track,
                HasPicture = answer.HasPicture,
                Cover = answer.Cover,
                ReadsToEnd = structure.ReadsToEnd,
                BeginsLate = structure.MayBeginLate && stream.Start > s_lateStart,
                Warnings = [.. structure.Warnings, .. Warn(answer, stream)],
            };
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AudioException(
                AudioProblem.TimedOut,
                $"Reading the headers of '{displayName}' took more than {options.ProbeTimeout.TotalSeconds:0} s, " +
                "which a plain audio file never needs.",
                exception);
        }
    }

    private static IEnumerable<string> Warn(ProbeAnswer answer, ProbeAnswer.AudioStream heard)
    {
        if (answer.AudioTracks > 1)
        {
            var language = heard.Language is { } name ? $", language {name}" : "";
            yield return $"The file has {answer.AudioTracks} sound tracks. Players play number {heard.Track + 1}{language}, so " +
                "that one is transcribed. Export only the track that listeners should hear.";
        }

    }

    private void CheckLength(long length, string displayName)
    {
        if (length > options.MaxBytes)
        {
            throw new AudioException(
                AudioProblem.TooLarge,
                $"'{displayName}' has {length:N0} bytes; at most {options.MaxBytes:N0} are accepted (Audio__MaxBytes). " +
                "Encode it smaller, for example as MP3.");
        }
    }

    private async Task<ProbeAnswer> AskAsync(AudioFormat format, string path, string displayName, CancellationToken cancellationToken)
    {
        var json = new StringBuilder();
        var output = PipeTarget.ToDelegate(
            line =>
            {
                if (json.Length + line.Length < MaxAnswerLength)
                {
                    json.Append(line).Append('\n');
                }
            },
            Encoding.UTF8);
        string[] arguments = ["-v", "error", .. s_entries, .. FfmpegTool.Input(format, path)];
        var (exitCode, error) = await FfmpegTool.RunAsync(options.FfprobePath, arguments, output, cancellationToken);
        return exitCode == 0 && ProbeAnswer.TryParse(json.ToString()) is { } answer
            ? answer
            : throw FfmpegTool.Undecodable(displayName, path, error);
    }

    // Reads all packets without decoding them: some seconds for hours of audio.
    private async Task<TimeSpan> MeasureAsync(
        AudioFormat format, string path, int track, bool readsToEnd, CancellationToken cancellationToken)
    {
        var length = TimeSpan.Zero;
        string[] arguments =
        [
            "-nostdin", "-v", "error", .. readsToEnd ? FfmpegTool.IgnoreLength : [], .. FfmpegTool.Input(format, path),
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:a:{track}"), "-c", "copy", "-progress", "pipe:1", "-f", "null", "-",
        ];
        await FfmpegTool.RunAsync(options.FfmpegPath, arguments, FfmpegTool.Progress(time => length = time), cancellationToken);
        return length;
    }

    private void CheckDuration(TimeSpan duration, string displayName)
    {
        if (duration < MinDuration)
        {
            throw new AudioException(
                AudioProblem.TooShort,
                $"'{displayName}' has {duration.TotalSeconds:0.00} s of sound. Export the episode again and upload it.");
        }

        if (duration > options.MaxDuration)
        {
            throw TooLong(displayName, duration, options.MaxDuration);
        }
    }

    internal static AudioException TooLong(string displayName, TimeSpan duration, TimeSpan limit) => new(
        AudioProblem.TooLong,
        $"'{displayName}' lasts {Format(duration)}; at most {Format(limit)} are accepted (Audio__MaxDuration). " +
        "Split the episode, or raise the limit.");

    private static string Format(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");
}

/// <param name="Format">Detected from the content.</param>
/// <param name="Duration">Of the first audio stream: declared by the file, or measured if it declares none; zero if it is unknown.</param>
/// <param name="Codec">ffmpeg's name, such as <c>opus</c>.</param>
/// <param name="Channels">1 or more.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="DisplayName">Name of the file in messages.</param>
public sealed record AudioProbeResult(
    AudioFormat Format,
    TimeSpan Duration,
    string Codec,
    int Channels,
    int SampleRate,
    AudioTags Tags,
    string DisplayName)
{
    /// <inheritdoc cref="AudioFile.Track"/>
    public int Track { get; init; }

    /// <summary>Whether there is video besides the sound; a cover does not count.</summary>
    public bool HasPicture { get; init; }

    /// <inheritdoc cref="AudioFile.Cover"/>
    public int? Cover { get; init; }

    /// <inheritdoc cref="AudioFile.ReadsToEnd"/>
    public bool ReadsToEnd { get; init; }

    /// <inheritdoc cref="AudioFile.BeginsLate"/>
    public bool BeginsLate { get; init; }

    /// <inheritdoc cref="AudioFile.Warnings"/>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Such as <c>audio/mpeg</c>.</summary>
    public string MediaType => HasPicture && Format == AudioFormat.Mp4 ? "video/mp4" : Format.MediaType;

    /// <summary>Without a dot.</summary>
    public string Extension => HasPicture && Format == AudioFormat.Mp4 ? "mp4" : Format.Extensions[0];
}
