using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Box of an MP4 file. Source: ISO/IEC 14496-12, section 4.2.</summary>
/// <param name="Type">Four characters.</param>
/// <param name="Start">Start of the box, in bytes from the file's start.</param>
/// <param name="Content">Start of its content.</param>
/// <param name="End">End as declared; may be beyond the file's end.</param>
internal readonly record struct Mp4Box(string Type, long Start, long Content, long End)
{
    // Boxes that lead from the file to the sample descriptions.
    private static readonly HashSet<string> s_containers = ["moov", "trak", "mdia", "minf", "stbl"];

    // Six hours in fragments of a second have 43,200 boxes; a file made of empty boxes must not take unlimited time.
    private const int MaxBoxes = 1_000_000;

    // moov, trak, mdia, minf, stbl.
    private const int MaxDepth = 5;

    private static readonly HashSet<string> s_firstTypes = ["ftyp", "moov", "mdat", "free", "skip", "wide", "styp"];

    public static bool StartsFile(ReadOnlySpan<byte> head) =>
        head.Length >= 8 && s_firstTypes.Contains(Encoding.Latin1.GetString(head[4..8]));

    /// <summary>Reads the boxes between two positions, in order; the last may be cut off.</summary>
    public static IEnumerable<Mp4Box> Read(Stream file, long start, long end)
    {
        var header = new byte[16];
        for (var boxes = 0; boxes < MaxBoxes && start <= end - 8; boxes++)
        {
            file.Position = start;
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (Parse(header.AsSpan(0, read), start, end) is not { } box)
            {
                yield break; // not a box: the bytes after it do not matter here
            }

            yield return box;
            start = box.End;
        }
    }

    /// <returns>The first of some types of boxes, at the file's top level; null if there is none.</returns>
    public static async Task<string?> FindFirstAsync(Stream file, IReadOnlyCollection<string> types, CancellationToken cancellationToken)
    {
        var header = new byte[16];
        long start = 0;
        for (var boxes = 0; boxes < MaxBoxes && start <= file.Length - 8; boxes++)
        {
            file.Position = start;
            var read = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
            if (Parse(header.AsSpan(0, read), start, file.Length) is not { } box)
            {
                return null;
            }

            if (types.Contains(box.Type))
            {
                return box.Type;
            }

            start = box.End;
        }

        return null;
    }

    // end is where the box ends if it declares no size. Returns null if the bytes are not the start of a box.
    private static Mp4Box? Parse(ReadOnlySpan<byte> header, long start, long end)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(header);
        var content = start + 8;
        if (size == 1 && header.Length == 16)
        {
            size = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
            content = start + 16;
        }
        else if (size == 0)
        {
            size = end - start; // to the end of the file
        }

        // A declared size near 2^63 must not overflow.
        return size < content - start
            ? null
            : new Mp4Box(
                Encoding.Latin1.GetString(header.Slice(4, 4)), start, content, size > long.MaxValue - start ? long.MaxValue : start + size);
    }

    /// <returns>Types of the tracks' sample descriptions, such as <c>mp4a</c>, or <c>enca</c> if encrypted.</returns>
    public static IEnumerable<string> SampleTypes(Stream file, long start, long end, int depth = 0)
    {
        // Read() continues where it stopped, so its boxes are listed before the file is read elsewhere.
        foreach (var box in Read(file, start, end).ToList())
        {
            var inside = Math.Min(box.End, end);
            if (depth < MaxDepth && s_containers.Contains(box.Type))
            {
                foreach (var type in SampleTypes(file, box.Content, inside, depth + 1))
                {
                    yield return type;
                }
            }
            else if (box.Type == "stsd")
            {
                // Version and flags, then a count.
                foreach (var entry in Read(file, box.Content + 8, inside).ToList())
                {
                    yield return entry.Type;
                }
            }
        }
    }
}
