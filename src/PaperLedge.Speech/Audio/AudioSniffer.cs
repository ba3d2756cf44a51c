using System.Text;
using PaperLedge.Speech.Audio.Containers;

namespace PaperLedge.Speech.Audio;

/// <remarks>
/// ffmpeg's own guess is not used: it would read a playlist or a concat script that is named <c>.mp3</c>, and open the files that it
/// lists.
/// </remarks>
public static class AudioSniffer
{
    private static readonly Magic[] s_magic =
    [
        new(AudioFormat.Flac, "fLaC"u8.ToArray()),
        new(AudioFormat.Ogg, "OggS"u8.ToArray()),
        new(AudioFormat.Aiff, "AIFF"u8.ToArray(), 8),
        new(AudioFormat.Aiff, "AIFC"u8.ToArray(), 8),
        new(AudioFormat.Caf, "caff"u8.ToArray()),
        new(AudioFormat.Wave64, "riff"u8.ToArray()),
        new(AudioFormat.Matroska, [0x1A, 0x45, 0xDF, 0xA3]),
        new(AudioFormat.WindowsMedia, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),
        new(AudioFormat.Amr, "#!AMR"u8.ToArray()),
        new(AudioFormat.WavPack, "wvpk"u8.ToArray()),
    ];

    // The first MP3 or AAC frame may be this far after the tags; encoders leave padding, editors leave rests of frames.
    private const int SearchLength = 64 * 1024;

    /// <param name="file">Seekable; read from its start.</param>
    /// <param name="displayName">Name of the file in the message.</param>
    /// <exception cref="AudioException">Empty, not audio, encrypted, or a container that is not accepted.</exception>
    public static AudioFormat Sniff(Stream file, string displayName)
    {
        if (file.Length == 0)
        {
            throw new AudioException(AudioProblem.Empty, $"'{displayName}' is empty (0 bytes). Upload it again.");
        }

        var start = Id3Tag.SkipAll(file);
        file.Position = start;
        var buffer = new byte[SearchLength];
        var head = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));

        if (ByMagic(head) is { } known)
        {
            return known;
        }

        foreach (var signature in Signature.Refused)
        {
            if (signature.Matches(WithoutByteOrderMark(head)))
            {
                throw Refusal(signature.Problem, displayName, signature.What);
            }
        }

        // Frames are searched for last: their sync has only eleven bits, so a chain of them must fit.
        var atEnd = start + head.Length == file.Length;
        return FrameChain.Starts(head, MpegFrame.TryRead, atEnd) ? AudioFormat.Mp3
            : FrameChain.Starts(head, AdtsFrame.TryRead, atEnd) ? AudioFormat.Aac
            : throw Refusal(AudioProblem.NotAudio, displayName, DescribeUnknown(head));
    }

    private static AudioFormat? ByMagic(ReadOnlySpan<byte> head)
    {
        foreach (var magic in s_magic)
        {
            if (magic.Matches(head))
            {
                return magic.Format;
            }
        }

        var audible = head.Length >= 11 && head[4..11].SequenceEqual("ftypaax"u8);
        return IsWave(head) ? AudioFormat.Wav : !audible && Mp4Box.StartsFile(head) ? AudioFormat.Mp4 : null;
    }

    private static bool IsWave(ReadOnlySpan<byte> head) =>
        head.Length >= 12
        && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8))
        && head[8..12].SequenceEqual("WAVE"u8);

    private sealed record Magic(AudioFormat Format, byte[] Bytes, int Offset = 0)
    {
        public bool Matches(ReadOnlySpan<byte> head) => head.Length >= Offset + Bytes.Length && head[Offset..].StartsWith(Bytes);
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        // A playlist may begin with a blank line.
        return text.TrimStart(" \t\r\n"u8);
    }

    private static string DescribeUnknown(ReadOnlySpan<byte> head)
    {
        var start = head[..Math.Min(head.Length, 1024)];
        if (start.IndexOf((byte)0) >= 0 || !IsUtf8(start))
        {
            return "not an audio file (its content is not recognised; it may be damaged or encrypted)";
        }

        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var html = text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
        return html ? "a web page (HTML)" : text.StartsWith('<') ? "an XML document" : "a text file";
    }

    // The end of the slice may cut a character: up to three bytes of it are ignored.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut <= 3 && cut < bytes.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(bytes[..^cut]))
            {
                return true;
            }
        }

        return false;
    }

    private static AudioException Refusal(AudioProblem problem, string displayName, string what) => new(
        problem,
        problem == AudioProblem.Encrypted
            ? $"'{displayName}' is {what}. Upload it without encryption, as {AudioFormat.Accepted}."
            : $"'{displayName}' is {what}. Upload the episode as {AudioFormat.Accepted}.");
}

/// <param name="What">Completes "'x.mp3' is …".</param>
/// <param name="Bytes">Bytes of the file at <paramref name="Offset"/>.</param>
internal sealed record Signature(AudioProblem Problem, string What, byte[] Bytes, int Offset = 0)
{
    private const AudioProblem NotAudio = AudioProblem.NotAudio;
    private const AudioProblem Unsupported = AudioProblem.UnsupportedFormat;
    private const AudioProblem Encrypted = AudioProblem.Encrypted;

    public static readonly IReadOnlyList<Signature> Refused =
    [
        Text(Encrypted, "an Audible file, which is encrypted", "ftypaax", 4),
        Text(Encrypted, "an OpenPGP message", "-----BEGIN PGP"),
        Text(Encrypted, "encrypted with age", "age-encryption.org/"),
        Text(Encrypted, "encrypted with OpenSSL", "Salted__"),
        Text(NotAudio, "a playlist (HLS or M3U)", "#EXTM3U"),
        Text(NotAudio, "a list of files for ffmpeg", "ffconcat"),
        Text(NotAudio, "a PDF document", "%PDF"),
        Text(NotAudio, "a ZIP archive", "PK\u0003\u0004"),
        Text(NotAudio, "an empty ZIP archive", "PK\u0005\u0006"),
        Text(NotAudio, "a RAR archive", "Rar!"),
        new(NotAudio, "a gzip archive", [0x1F, 0x8B]),
        new(NotAudio, "a 7-Zip archive", [(byte)'7', (byte)'z', 0xBC, 0xAF]),
        new(NotAudio, "a PNG image", [0x89, (byte)'P', (byte)'N', (byte)'G']),
        new(NotAudio, "a JPEG image", [0xFF, 0xD8, 0xFF]),
        Text(NotAudio, "a GIF image", "GIF8"),
        Text(NotAudio, "a MIDI file, which has notes but no sound", "MThd"),
        new(Unsupported, "an MPEG video", [0x00, 0x00, 0x01, 0xBA]),
        new(Unsupported, "an MPEG video", [0x00, 0x00, 0x01, 0xB3]),
        Text(Unsupported, "an AVI video", "AVI ", 8),
        Text(Unsupported, "a Flash video", "FLV\u0001"),
        Text(Unsupported, "a Monkey's Audio file", "MAC "),
    ];

    public bool Matches(ReadOnlySpan<byte> head) =>
        head.Length >= Offset + Bytes.Length && head.Slice(Offset, Bytes.Length).SequenceEqual(Bytes);

    private static Signature Text(AudioProblem problem, string what, string text, int offset = 0) =>
        new(problem, what, Encoding.ASCII.GetBytes(text), offset);
}
