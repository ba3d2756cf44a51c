using System.Buffers.Binary;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Tracks of an MP4 file whose samples are chapter titles, which lie among the sound.</summary>
/// <remarks>Sources: QuickTime File Format, "Chapter Lists"; ISO/IEC 14496-12, sections 8.3.3 and 8.7.</remarks>
internal static class Mp4ChapterTrack
{
    // A title's length has two bytes. Larger samples are pictures.
    private const int MaxSample = 70_000;

    // Films have one for each language.
    private const int MaxTracks = 50;

    // Tables of hostile files declare billions of entries.
    private const int MaxEntries = 10_000;

    /// <param name="movie">The box <c>moov</c>.</param>
    /// <param name="maxTitles">How many titles are wanted of each track.</param>
    /// <returns>The parts of the file that hold titles.</returns>
    public static List<(long Start, long End)> Titles(Stream file, Mp4Box movie, int maxTitles)
    {
        var tracks = Children(file, movie).Where(box => box.Type == "trak").Take(MaxTracks).Select(box => Children(file, box)).ToList();
        var chapters = tracks.SelectMany(track => Inside(file, track, "tref"))
            .Where(box => box.Type == "chap")
            .SelectMany(box => Numbers(file, box.Content, Math.Min(box.End - box.Content, MaxEntries) / 4))
            .ToHashSet();
        return [.. tracks
            .Where(track => chapters.Contains(IdOf(file, track)))
            .SelectMany(track => Samples(file, track, maxTitles))
            .Where(part => part.Start >= 0 && part.End <= file.Length)];
    }

    private static IEnumerable<(long Start, long End)> Samples(Stream file, List<Mp4Box> track, int max)
    {
        var media = Inside(file, track, "mdia");
        var tables = Inside(file, Inside(file, media, "minf"), "stbl");
        var (sizes, runs) = (Table(file, tables, "stsz", 2, 1), Table(file, tables, "stsc", 1, 3));
        var wide = Table(file, tables, "co64", 1, 2);
        var starts = wide.Rows.Count > 0
            ? wide.Rows.ConvertAll(row => ((long)row[0] << 32) | row[1])
            : Table(file, tables, "stco", 1, 1).Rows.ConvertAll(row => (long)row[0]);
        var (sample, run) = (0, -1);
        for (var chunk = 0; chunk < starts.Count && sample < max; chunk++)
        {
            // Each run says from which chunk on a chunk has so many samples.
            while (run + 1 < runs.Rows.Count && runs.Rows[run + 1][0] <= chunk + 1)
            {
                run++;
            }

            var count = run < 0 ? 0 : runs.Rows[run][1];
            var position = starts[chunk];
            for (var i = 0u; i < count && sample < max; i++, sample++)
            {
                var size = sizes.Head.Length == 2 && sizes.Head[0] > 0 ? sizes.Head[0]
                    : sample < sizes.Rows.Count ? sizes.Rows[sample][0]
                    : 0;
                if (size is > 0 and <= MaxSample)
                {
                    yield return (position, position + size);
                }

                position += size;
            }
        }
    }

    // After version and flags a table has some numbers, of which the last counts its rows.
    private static (uint[] Head, List<uint[]> Rows) Table(Stream file, List<Mp4Box> boxes, string type, int head, int columns)
    {
        if (boxes.Find(box => box.Type == type) is not { Type: not null } table)
        {
            return ([], []);
        }

        var start = table.Content + 4;
        var numbers = Numbers(file, start, head);
        if (numbers.Length < head)
        {
            return ([], []);
        }

        start += head * 4;
        var rows = Math.Min(numbers[^1], Math.Min(MaxEntries, Math.Max(0, table.End - start) / (4 * columns)));
        return (numbers, [.. Numbers(file, start, rows * columns).Chunk(columns).Where(row => row.Length == columns)]);
    }

    private static uint IdOf(Stream file, List<Mp4Box> track)
    {
        var header = track.Find(box => box.Type == "tkhd");
        // Two dates come before it, of 32 bits each or, from version 1 on, of 64.
        return header.Type is not null && Numbers(file, header.Content, 6) is { Length: 6 } fields
            ? fields[fields[0] >> 24 == 0 ? 3 : 5]
            : 0;
    }

    private static List<Mp4Box> Inside(Stream file, List<Mp4Box> boxes, string type) =>
        boxes.Find(box => box.Type == type) is { Type: not null } found ? Children(file, found) : [];

    private static List<Mp4Box> Children(Stream file, Mp4Box box) => [.. Mp4Box.Read(file, box.Content, Math.Min(box.End, file.Length))];

    // Fewer than asked if the file ends before.
    private static uint[] Numbers(Stream file, long start, long count)
    {
        var bytes = new byte[Math.Max(0, count) * 4];
        file.Position = start;
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return [.. bytes[..read].Chunk(4).Where(chunk => chunk.Length == 4).Select(chunk => BinaryPrimitives.ReadUInt32BigEndian(chunk))];
    }
}
