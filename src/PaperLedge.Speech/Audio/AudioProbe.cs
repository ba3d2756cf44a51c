using System.Globalization;
using System.Text;
using CliWrap;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;

namespace PaperLedge.Speech.Audio;

/// <summary>Reads an audio file's format, duration and tags, and refuses a file that is not a whole, plain audio file.</summary>
public sealed class AudioProbe(AudioOptions options)
{
    /// <summary>Shortest audio that is accepted: a file with less sound is not an episode, but has an empty audio stream.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(100);

    // Too short to be noticed.
    private static readonly TimeSpan s_lateStart = TimeSpan.FromMilliseconds(20);

    private static readonly string[] s_entries =
    [
        "-show_entries",
        "format=duration:format_tags" +
        ":stream=codec_type,codec_name,channels,sample_rate,start_time,duration:stream_tags" +
        ":stream_disposition=default,attached_pic,timed_thumbnails" +
        ":chapter=start_time:chapter_tags=title",
        "-of", "json",
    ];

    /// <returns>A message that names a tool that is not installed; null if both are.</returns>
    public string? FindMissingTool() =>
        new[] { options.FfprobePath, options.FfmpegPath }.FirstOrDefault(FfmpegTool.IsMissing) is { } tool
            ? FfmpegTool.MissingMessage(tool, "it is not there")
            : null;

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
            var (answer, chapterCount, errors) = await AskAsync(format, path, displayName, limit.Token);
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

            var (tags, tagProblems) = AudioTags.From(format, [.. structure.Tags, .. answer.Tags]);
            var (chapters, chapterProblems) = structure.Chapters.Count > answer.Chapters.Count
                ? FileChapters.Read(format, structure.Chapters, structure.Chapters.Count)
                : FileChapters.Read(format, answer.Chapters, chapterCount);
            return new AudioProbeResult(
                format,
                duration ?? TimeSpan.Zero,
                stream.Codec,
                stream.Channels,
                stream.SampleRate,
                tags,
                displayName)
            {
                Track = stream.Track,
                HasPicture = answer.HasPicture,
                Cover = answer.Cover,
                ReadsToEnd = structure.ReadsToEnd,
                BeginsLate = structure.MayBeginLate && stream.Start > s_lateStart,
                Chapters = chapters,
                Warnings =
                [
                    .. structure.Warnings,
                    .. Warn(answer, stream),
                    .. tagProblems,
                    .. WarnOfSkipped(errors, tags),
                    .. chapterProblems,
                    // The length of a part is not certain.
                    .. mayMeasure && duration is { } length
                        ? (EmbeddedTags.None with { Chapters = chapters }).Within(length).Problems
                        : [],
                ],
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

    // ffprobe skips a tag that it cannot decode, such as UTF-16 without a byte order mark, and says so.
    private static IEnumerable<string> WarnOfSkipped(string errors, AudioTags tags)
    {
        (string[] Frames, string Field, string? Value)[] used =
        [
            (["TIT2", "TT2"], "title", tags.Title),
            (["TDES", "TDS"], "description", tags.Description),
            (["TRCK", "TRK"], "episode", tags.Track),
        ];
        return from tag in used
            where tag.Value is null
            from frame in tag.Frames
            where errors.Contains($"Error reading frame {frame},", StringComparison.Ordinal)
            select AudioTags.Undecodable(frame, tag.Field);
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

    private async Task<(ProbeAnswer Answer, int Chapters, string Errors)> AskAsync(
        AudioFormat format, string path, string displayName, CancellationToken cancellationToken)
    {
        var output = new ProbeOutput();
        string[] arguments = ["-v", "error", .. s_entries, .. FfmpegTool.Input(format, path)];
        var (exitCode, error) = await FfmpegTool.RunAsync(
            options.FfprobePath, arguments, PipeTarget.ToDelegate(output.Add, Encoding.UTF8), cancellationToken);
        return exitCode == 0 && ProbeAnswer.TryParse(output.Json) is { } answer
            ? (answer, output.Chapters, error)
            : throw FfmpegTool.Undecodable(displayName, AudioSource.File(path), error);
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
                $"'{displayName}' has {Wording.Duration(duration)} of sound. Export the episode again and upload it.");
        }

        if (duration > options.MaxDuration)
        {
            throw TooLong(displayName, duration, options.MaxDuration);
        }
    }

    internal static AudioException TooLong(string displayName, TimeSpan duration, TimeSpan limit)
    {
        var (length, most) = (Wording.Duration(duration), Wording.Duration(limit));
        return new(
            AudioProblem.TooLong,
            $"'{displayName}' lasts {(length == most ? $"a little more than {most}" : length)}; at most {most} are accepted " +
            "(Audio__MaxDuration). Split the episode, or raise the limit.");
    }
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

    /// <summary>In order of their starts, which all differ; some may begin after the sound's end.</summary>
    public IReadOnlyList<Chapter> Chapters { get; init; } = [];

    /// <inheritdoc cref="AudioFile.Warnings"/>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Such as <c>audio/mpeg</c>.</summary>
    public string MediaType => HasPicture && Format == AudioFormat.Mp4 ? "video/mp4" : Format.MediaType;

    /// <summary>Without a dot.</summary>
    public string Extension => HasPicture && Format == AudioFormat.Mp4 ? "mp4" : Format.Extensions[0];
}
