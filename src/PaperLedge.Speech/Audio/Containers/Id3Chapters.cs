using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Chapters of an ID3v2.4 tag.</summary>
/// <remarks>
/// ffprobe loses those that have a picture or a long title, since it reads the sizes inside a chapter as those of ID3v2.3. Sources:
/// id3.org, "ID3 tag version 2.4.0 - Main Structure", section 4, and "ID3v2 Chapter Frame Addendum".
/// </remarks>
internal static class Id3Chapters
{
    private const int HeaderLength = 10;

    // A file made of empty frames must not take unlimited time.
    private const int MaxFrames = 100_000;

    // Far more than an episode keeps. Of the others only the number is needed.
    private const int MaxChapters = 2_000;

    // A chapter's name for other frames, up to a zero byte, and its four numbers.
    private const int MaxName = 256;
    private const int NumbersLength = 16;

    // Of a title that is too long only the start is kept.
    private const int MaxTitle = 4 * 1024;

    private static readonly FoundChapter s_unread = new(TimeSpan.FromMilliseconds(uint.MaxValue), null);

    /// <returns>Empty for tags of other versions, and for those that rarely used options make unreadable here.</returns>
    public static IReadOnlyList<FoundChapter> Read(Stream file)
    {
        var header = new byte[HeaderLength];
        file.Position = 0;
        // The two highest flags stand for unsynchronisation and an extended header.
        return file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength
            && Id3Tag.IsTag(header)
            && header[3] == 4
            && (header[5] & 0xC0) == 0
                ? [.. Frames(file, HeaderLength, HeaderLength + SafeSize(header.AsSpan(6)))
                    .Where(frame => frame.Id == "CHAP")
                    .Select((frame, number) => number < MaxChapters ? ReadChapter(file, frame) : s_unread)
                    .OfType<FoundChapter>()]
                : [];
    }

    private static FoundChapter? ReadChapter(Stream file, Frame chapter)
    {
        var head = ReadBytes(file, chapter.Start, Math.Min(chapter.End, chapter.Start + MaxName + NumbersLength));
        var name = head.IndexOf((byte)0);
        if (name < 0 || head.Length < name + 1 + NumbersLength)
        {
            return null;
        }

        var start = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(name + 1));
        var title = Frames(file, chapter.Start + name + 1 + NumbersLength, chapter.End).FirstOrDefault(frame => frame.Id == "TIT2");
        return new FoundChapter(
            TimeSpan.FromMilliseconds(start),
            title is null ? null : Decode(ReadBytes(file, title.Start, Math.Min(title.End, title.Start + MaxTitle))));
    }

    // Frames that are compressed or encrypted are not listed.
    private static List<Frame> Frames(Stream file, long start, long end)
    {
        var frames = new List<Frame>();
        for (var count = 0; count < MaxFrames && start + HeaderLength <= end; count++)
        {
            var header = ReadBytes(file, start, start + HeaderLength);
            if (header.Length < HeaderLength || header[0] == 0)
            {
                break; // padding
            }

            var content = start + HeaderLength;
            // Some programs, ffmpeg among them, write sizes with eight bits a byte; then no frame follows where it should.
            var (safe, plain) = (content + SafeSize(header.AsSpan(4)), content + BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)));
            start = safe == plain || MayBeginFrame(file, safe, end) ? safe : plain;
            if ((header[9] & 0x0F) == 0 && start <= end)
            {
                frames.Add(new Frame(Encoding.Latin1.GetString(header, 0, 4), content, start));
            }
        }

        return frames;
    }

    // Seven bits a byte.
    private static uint SafeSize(ReadOnlySpan<byte> bytes) =>
        ((uint)(bytes[0] & 0x7F) << 21) | ((uint)(bytes[1] & 0x7F) << 14) | ((uint)(bytes[2] & 0x7F) << 7) | (uint)(bytes[3] & 0x7F);

    // Or whether the frames or their padding end there.
    private static bool MayBeginFrame(Stream file, long position, long end)
    {
        if (position >= end)
        {
            return position == end;
        }

        var id = ReadBytes(file, position, Math.Min(position + 4, end));
        return id.Length > 0 && (id[0] == 0 || id.All(part => part is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9')));
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
        {
            return "";
        }

        var content = text[1..];
        var title = text[0] switch
        {
            0 => Encoding.Latin1.GetString(content),
            1 when content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) => Encoding.Unicode.GetString(content[2..]),
            1 when content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => Encoding.BigEndianUnicode.GetString(content[2..]),
            2 => Encoding.BigEndianUnicode.GetString(content),
            3 => Encoding.UTF8.GetString(content),
            _ => "\uFFFD",
        };
        return title.Split('\0')[0];
    }

    // Fewer than asked if the file ends before.
    private static byte[] ReadBytes(Stream file, long start, long end)
    {
        var bytes = new byte[end - start];
        file.Position = start;
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private sealed record Frame(string Id, long Start, long End);
}
