using System.Text;
using PaperLedge.Whisper.Audio.Containers;

namespace PaperLedge.Whisper.Audio;

/// <summary>
/// Tells what a file is from its bytes. ffmpeg's own guess is not used: it would read a playlist or a concat script
/// that is named <c>.mp3</c>, and open the files that it lists.
/// </summary>
public static class AudioSniffer
{
    /// <summary>How far after the tags the first MP3 or AAC frame may be; encoders leave padding, editors leave rests of frames.</summary>
    private const int SearchLength = 64 * 1024;

    /// <param name="file">Seekable; read from its start.</param>
    /// <param name="displayName">What to call the file in the message.</param>
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

        // Frames are looked for last: their sync is only eleven bits, so a chain of them has to fit.
        var atEnd = start + head.Length == file.Length;
        return FrameChain.Starts(head, MpegFrame.TryRead, atEnd) ? AudioFormat.Mp3
            : FrameChain.Starts(head, AdtsFrame.TryRead, atEnd) ? AudioFormat.Aac
            : throw Refusal(AudioProblem.NotAudio, displayName, DescribeUnknown(head));
    }

    private static AudioFormat? ByMagic(ReadOnlySpan<byte> head)
    {
        var audible = head.Length >= 11 && head[4..11].SequenceEqual("ftypaax"u8);
        return head.StartsWith("fLaC"u8) ? AudioFormat.Flac
            : head.StartsWith("OggS"u8) ? AudioFormat.Ogg
            : IsWave(head) ? AudioFormat.Wav
            : !audible && Mp4Box.StartsFile(head) ? AudioFormat.Mp4
            : null;
    }

    private static bool IsWave(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)) && head[8..12].SequenceEqual("WAVE"u8);

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        // A leading blank line does not keep a playlist from being one.
        return text.TrimStart(" \t\r\n"u8);
    }

    private static string DescribeUnknown(ReadOnlySpan<byte> head)
    {
        var start = head[..Math.Min(head.Length, 1024)];
        if (start.IndexOf((byte)0) >= 0 || !IsUtf8(start))
        {
            return "no audio file (nothing in it is recognised; it may be damaged or encrypted)";
        }

        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var html = text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
        return html ? "a web page (HTML)" : text.StartsWith('<') ? "an XML document" : "a text file";
    }

    /// <summary>The end of the slice may cut a character: up to three bytes of it are forgiven.</summary>
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
