using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>Writes ID3v2.4 tags, also those that no careful program writes.</summary>
internal static class Id3Writer
{
    public static readonly Encoding Latin1 = Encoding.Latin1;

    public static byte[] Tag(params IEnumerable<byte[]> frames)
    {
        var content = frames.SelectMany(frame => frame).ToArray();
        return [.. "ID3\u0004\u0000\u0000"u8, .. Size(content.Length), .. content];
    }

    public static byte[] Frame(string id, params IEnumerable<byte> content)
    {
        byte[] bytes = [.. content];
        return [.. Latin1.GetBytes(id), .. Size(bytes.Length), 0, 0, .. bytes];
    }

    /// <param name="encoding">0 for Latin-1, 1 for UTF-16 with a byte order mark, 2 for UTF-16 (big-endian), 3 for UTF-8.</param>
    public static byte[] Text(string id, byte encoding, byte[] text) => Frame(id, [encoding, .. text]);

    public static byte[] Text(string id, string text) => Text(id, 3, Encoding.UTF8.GetBytes(text));

    public static byte[] Comment(string text) => Frame("COMM", [3, .. "eng\u0000"u8, .. Encoding.UTF8.GetBytes(text)]);

    /// <param name="start">Milliseconds.</param>
    public static byte[] Chapter(int number, uint start, params IEnumerable<byte[]> frames) => Frame(
        "CHAP",
        [
            .. Latin1.GetBytes($"c{number}\0"), .. BigEndian(start), .. BigEndian(start + 1), .. BigEndian(uint.MaxValue),
            .. BigEndian(uint.MaxValue), .. frames.SelectMany(frame => frame),
        ]);

    public static byte[] Picture(int length) =>
        Frame("APIC", [0, .. "image/png\u0000\u0003\u0000"u8, .. Enumerable.Repeat((byte)0x55, length)]);

    private static byte[] BigEndian(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    // Seven bits a byte.
    private static byte[] Size(int size) =>
        [(byte)(size >> 21 & 0x7F), (byte)(size >> 14 & 0x7F), (byte)(size >> 7 & 0x7F), (byte)(size & 0x7F)];
}
