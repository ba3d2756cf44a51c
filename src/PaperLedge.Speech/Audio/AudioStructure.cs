using System.Collections.ObjectModel;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;
using PaperLedge.Speech.Audio.Containers;

namespace PaperLedge.Speech.Audio;

/// <summary>Detects faults that ffmpeg does not report: a missing end of the file, and encryption.</summary>
/// <remarks>
/// A file that declares more than it contains is refused: WAV by the size of its samples, MP4 by its boxes, MP3 by the encoder's Xing
/// or VBRI header, AIFF and CAF by the size of their samples, Matroska, Windows Media and Wave64 by the size of the file, and others by
/// their length, which shows only when they are decoded (<see cref="AudioFormat.StatesLength"/>). An end in the middle of a frame, and an
/// Ogg file without its mark of the end, cause a warning: a recording that was stopped ends like that too. Other cuts cannot be found: one
/// between two frames or fragments, and any in a file that was written to a pipe and so declares no length.
/// </remarks>
public static class AudioStructure
{
    // Encoders disagree on whether their own first frame is included; the longest frame (320 kbit/s at 32 kHz) has 1,441 bytes.
    private const int XingTolerance = 1500;

    // From bad telephone lines to converters that sample 16 times as often as a CD.
    private const uint MinSampleRate = 1_000;
    private const uint MaxSampleRate = 768_000;

    private const int FirstSound = 256 * 1024;

    // A table of the packets of a day of sound has some megabytes.
    private const int MaxChunk = 16 << 20;

    // Tags with pictures of all chapters have some megabytes; a file that is nothing but a tag must not be read whole.
    private const long MaxTags = 64L << 20;

    private static readonly HashSet<string> s_encryptedSamples = ["enca", "drms", "aavd"];

    private static readonly HashSet<string> s_oggAudio = ["opus", "vorbis", "flac", "speex"];

    /// <exception cref="AudioException">Truncated, encrypted, or without an audio stream.</exception>
    internal static StructureReport Check(AudioFormat format, Stream file, string displayName) =>
        format == AudioFormat.Mp3 ? CheckMp3(file, displayName)
        : format == AudioFormat.Aac ? CheckFrames(file, ReadTags(file), AdtsFrame.TryRead) with { Chapters = Id3Chapters.Read(file) }
        : format == AudioFormat.Flac ? CheckFlac(file)
        : format == AudioFormat.Mp4 ? CheckMp4(file, displayName)
        : format == AudioFormat.Wav ? CheckWave(file, displayName)
        : format == AudioFormat.Ogg ? CheckOgg(file, displayName)
        : format == AudioFormat.Aiff || format == AudioFormat.Caf ? CheckIff(file, format == AudioFormat.Caf, displayName)
        : format == AudioFormat.Wave64 ? CheckSize(file, Wave64Header.FileSize(file), displayName)
        : format == AudioFormat.Matroska ? CheckSize(file, EbmlElement.SegmentEnd(file), displayName)
        : format == AudioFormat.WindowsMedia ? CheckWindowsMedia(file, displayName)
        : new(MustMeasure: false);

    /// <returns>False for a file whose index comes after its sound: it can be decoded only when it is complete.</returns>
    public static async Task<bool> IsStreamableAsync(AudioFormat format, Stream file, CancellationToken cancellationToken) =>
        format == AudioFormat.Mp4 ? await Mp4Box.FindFirstAsync(file, ["moov", "mdat"], cancellationToken) == "moov"
        : format == AudioFormat.Aiff ? await IffChunk.IsStreamableAsync(file, isCaf: false, cancellationToken)
        : format != AudioFormat.Caf || await IffChunk.IsStreamableAsync(file, isCaf: true, cancellationToken);

    private static AudioException Damaged(string displayName, long position) => new(
        AudioProblem.Undecodable,
        $"'{displayName}' is damaged at byte {position:N0}, and players stop there. Export or copy the episode again and upload it.");

    internal static AudioException Truncated(string displayName, string how) => new(
        AudioProblem.Truncated,
        $"'{displayName}' is incomplete: {how}. Export or copy the episode again and upload the whole file.");

    private static StructureReport CheckFrames(Stream file, long start, FrameChain.FrameReader read) => new(MustMeasure: true)
    {
        Warnings = FrameChain.EndsInsideFrame(file, start, read) ? [MayBeCut("its last frame is cut off")] : [],
    };

    private static string MayBeCut(string how) =>
        $"The recording may have been stopped before its end, or part of the file is missing: {how}. Listen to the last seconds.";

    private static StructureReport CheckMp3(Stream file, string displayName)
    {
        var start = ReadTags(file);
        var report = CheckMp3(file, start, displayName) with { Chapters = Id3Chapters.Read(file) };
        // ffprobe gives its bytes as they are, and reads it only where there is no other tag.
        return start == 0 && Id3Tag.ReadOldTitle(file) is { } title
            ? report with { Tags = new Dictionary<string, string> { ["title"] = title } }
            : report;
    }

    private static StructureReport CheckMp3(Stream file, long start, string displayName)
    {
        file.Position = start;
        var head = new byte[64 * 1024];
        var read = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        var first = Math.Max(0, FrameChain.FirstFrame(read, MpegFrame.TryRead, start + read.Length == file.Length));

        if (XingHeader.AudioBytes(read[first..]) is { } declared)
        {
            var present = file.Length - start - first;
            return declared > present + XingTolerance
                ? throw Truncated(displayName, $"it declares {declared:N0} bytes of audio but has {present:N0}")
                : new(MustMeasure: declared == 0 || present > declared + XingTolerance);
        }

        return CheckFrames(file, start + first, MpegFrame.TryRead);
    }

    private static StructureReport CheckMp4(Stream file, string displayName)
    {
        var boxes = Mp4Box.Read(file, 0, file.Length).ToList();
        if (boxes.Find(box => box.End > file.Length) is { Type: not null } cut)
        {
            throw cut.Type.Any(character => !char.IsAscii(character) || char.IsControl(character))
                ? Damaged(displayName, cut.Start)
                : Truncated(displayName, $"its part '{cut.Type}' declares {cut.End - file.Length:N0} bytes more than there are");
        }

        var index = boxes.Find(box => box.Type == "moov");
        if (index.Type is null)
        {
            throw Truncated(displayName, "its index (the part 'moov') is missing");
        }

        // ffprobe needs the whole index and the start of the sound, even in a partial copy.
        ReadThrough(file, index.Start, index.End);
        foreach (var (start, end) in Mp4ChapterTrack.Titles(file, index, EpisodeDetails.MaxChapters))
        {
            ReadThrough(file, start, end);
        }

        if (boxes.Find(box => box.Type == "mdat") is { Type: not null } sound)
        {
            ReadThrough(file, sound.Content, Math.Min(sound.End, sound.Content + FirstSound));
        }

        var samples = Mp4Box.SampleTypes(file, index.Start, index.End).ToList();
        if (samples.Exists(s_encryptedSamples.Contains))
        {
            throw Encrypted(displayName);
        }

        // The fragments of a live stream begin at the stream's time.
        var isFragmented = boxes.Exists(box => box.Type == "moof");
        return new(MustMeasure: isFragmented) { MayBeginLate = !isFragmented };
    }

    private static StructureReport CheckFlac(Stream file)
    {
        VorbisComment? comment = null;
        var last = ReadTags(file);
        foreach (var block in FlacBlock.Read(file, last))
        {
            if (block.Type is not (FlacBlock.Padding or FlacBlock.Picture))
            {
                ReadThrough(file, block.Start, block.End);
            }

            if (block.Type == FlacBlock.VorbisComment && block.End <= file.Length)
            {
                var bytes = new byte[block.End - block.Start];
                file.Position = block.Start;
                file.ReadExactly(bytes);
                comment ??= VorbisComment.Parse(bytes);
            }

            last = block.End;
        }

        ReadThrough(file, last, last + FirstSound);
        return WithNotes(new(MustMeasure: false), comment);
    }

    private static StructureReport WithNotes(StructureReport report, VorbisComment? comment) => comment switch
    {
        { Description: { Length: > 0 }, IsFfmpegComment: true } => report with
        {
            Warnings =
            [
                .. report.Warnings,
                "The tag 'DESCRIPTION' is left out: ffmpeg wrote it, which stores comments under this name. " +
                "If it is meant for listeners, write \"description\" in the sidecar.",
            ],
        },
        { Description: { } notes } => report with { Tags = new Dictionary<string, string> { ["description"] = notes } },
        _ => report,
    };

    // What precedes the sound must be there whole where the file is a partial copy. Returns the position after it.
    private static long ReadTags(Stream file)
    {
        var end = Id3Tag.SkipAll(file);
        ReadThrough(file, 0, Math.Min(end, MaxTags));
        ReadThrough(file, end, end + FirstSound);
        return end;
    }

    private static void ReadThrough(Stream file, long start, long end)
    {
        var buffer = new byte[64 * 1024];
        file.Position = start;
        for (var left = end - start; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                return;
            }

            left -= read;
        }
    }

    private static StructureReport CheckWave(Stream file, string displayName)
    {
        var header = WaveHeader.Read(file);
        if (header.SampleRate is { } rate and (< MinSampleRate or > MaxSampleRate))
        {
            throw new AudioException(
                AudioProblem.Undecodable,
                $"'{displayName}' is damaged: its header declares {rate:N0} samples a second, " +
                $"but audio has {MinSampleRate:N0} to {MaxSampleRate:N0}. " +
                "Export the episode again and upload it.");
        }

        if (header.Present is not { } present)
        {
            throw Truncated(displayName, header.Last is { } last && last.Position + 8 + last.Size > file.Length
                ? $"its part '{PlainText.OneLine(last.Name)}' at byte {last.Position:N0} declares {last.Size:N0} bytes " +
                    $"but only {file.Length - last.Position - 8:N0} are left, and none of them is marked as samples"
                : $"it ends at byte {file.Length:N0}, before its samples");
        }

        if (header.Declared == 0)
        {
            throw new AudioException(
                AudioProblem.TooShort,
                $"'{displayName}' has no sound: its part 'data' at byte {header.Last!.Value.Position:N0} is empty. " +
                "Export the episode again and upload it.");
        }

        if (header.Declared > present)
        {
            throw Truncated(displayName, $"it declares {header.Declared:N0} bytes of samples but has {present:N0}");
        }

        // Tags come before the samples or behind them.
        var samples = header.Last!.Value.Position + 8;
        ReadThrough(file, 0, Math.Min(samples, MaxTags));
        if (header.Declared is { } length && !header.GoesOn)
        {
            ReadThrough(file, samples + length, samples + length + MaxTags);
        }

        return header.GoesOn
            ? new(MustMeasure: true)
            {
                ReadsToEnd = true,
                Warnings =
                [
                    $"The file declares {header.Declared:N0} bytes of samples, but {present:N0} follow that are not other data. " +
                    "They are read as sound. Players may stop early: export the episode again, for example as MP3.",
                ],
            }
            : new(MustMeasure: header.Declared is null);
    }

    // ffprobe needs all chunks but the sound, also where the file is a partial copy.
    private static StructureReport CheckIff(Stream file, bool isCaf, string displayName)
    {
        var budget = MaxTags;
        foreach (var chunk in IffChunk.Read(file, isCaf).ToList())
        {
            if (!chunk.IsSound)
            {
                var length = Math.Min(chunk.End - chunk.Content, Math.Min(MaxChunk, budget));
                ReadThrough(file, chunk.Content, chunk.Content + length);
                budget -= length;
            }
            else if (chunk.End > file.Length)
            {
                throw Truncated(
                    displayName,
                    $"it declares {chunk.End - chunk.Content:N0} bytes of samples and has {file.Length - chunk.Content:N0}");
            }
        }

        return new(MustMeasure: false);
    }

    private static StructureReport CheckWindowsMedia(Stream file, string displayName)
    {
        var header = AsfHeader.Read(file);
        return header.IsEncrypted ? throw Encrypted(displayName) : CheckSize(file, header.FileSize, displayName);
    }

    // declared are the bytes of the whole file; null if it declares none, as one that was stopped or sent live.
    private static StructureReport CheckSize(Stream file, long? declared, string displayName) =>
        declared > file.Length
            ? throw Truncated(displayName, $"it declares {declared:N0} bytes and has {file.Length:N0}")
            : new(MustMeasure: false);

    private static StructureReport CheckOgg(Stream file, string displayName)
    {
        var buffer = new byte[OggPage.MaxLength];
        file.Position = 0;
        var codecs = OggPage.Codecs(buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)));
        if (codecs.Count > 0 && !codecs.Exists(s_oggAudio.Contains))
        {
            throw NoAudio(displayName);
        }

        // RFC 3533 requires the flag, but a recording that was stopped lacks it.
        file.Position = Math.Max(0, file.Length - OggPage.MaxLength);
        var tail = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        StructureReport report = OggPage.EndsProperly(tail)
            ? new(MustMeasure: false)
            : new(MustMeasure: true) { Warnings = [MayBeCut("its last page is missing (no end-of-stream mark)")] };
        return WithNotes(report, VorbisComment.ReadOgg(file));
    }

    private static AudioException Encrypted(string displayName) => new(
        AudioProblem.Encrypted, $"'{displayName}' is encrypted (digital rights management). Upload it without protection.");

    internal static AudioException NoAudio(string displayName) => new(
        AudioProblem.NoAudioStream,
        $"'{displayName}' contains no audio. Upload the episode's sound as {AudioFormat.Accepted}.");
}

/// <summary>What the structure of a file says about its sound.</summary>
/// <param name="MustMeasure">Whether the file declares no duration, or only allows a guess.</param>
internal sealed record StructureReport(bool MustMeasure)
{
    public bool ReadsToEnd { get; init; }

    // Whether a start time is meant to be heard as silence.
    public bool MayBeginLate { get; init; }

    // Chapters that ffprobe may lose.
    public IReadOnlyList<FoundChapter> Chapters { get; init; } = [];

    // Tags that ffprobe does not tell apart, by the names that it has for them; they come before its own.
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
