using System.Globalization;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Segments;

/// <summary>Keys of the rows that belong to one revision of one episode.</summary>
internal static class SegmentKeys
{
    /// <summary>A revision has a fixed length, so the hyphen before it is always the last one.</summary>
    public static string Partition(EpisodeSlug slug, Revision revision) => $"{slug.Value}-{revision.Value}";

    public static string Chunk(int chunk) => chunk.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>All segments of an attempt at a chunk: sorts by chunk, then attempt, then index.</summary>
    public static string Prefix(int chunk, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{chunk:D4}-{attempt:D4}-");

    /// <summary>All segments of a correction; begins with a letter, so that no attempt's rows are among them.</summary>
    public static string Correction(string tag) => $"edit-{tag}-";

    public static string CorrectionRow(string tag, int index) => Correction(tag) + index.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>A word a second for a day is fewer than six digits hold.</summary>
    public static string Row(int chunk, int attempt, int index) => Prefix(chunk, attempt) + index.ToString("D6", CultureInfo.InvariantCulture);
}
