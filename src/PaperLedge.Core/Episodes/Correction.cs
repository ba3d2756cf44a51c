using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <param name="Tag">Names its rows: 16 hexadecimal digits over its content, so that the same text is written to the same rows.</param>
/// <param name="Edited">When the corrected captions were uploaded.</param>
public sealed record Correction(string Tag, DateTimeOffset Edited)
{
    public static Correction Of(IReadOnlyList<Segment> segments, DateTimeOffset edited)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var segment in segments)
        {
            // The separators are control characters, which captions and names never contain.
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{segment.Start.Ticks}\u001f{segment.End.Ticks}\u001f{segment.Kind}\u001f{segment.Speaker}\u001f" +
                $"{segment.Text}{(segment.Language is null ? "" : $"\u001f{segment.Language}")}\u001e");
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        }

        return new Correction(ShortHash.Of(hash.GetHashAndReset()), edited);
    }
}

/// <summary>The corrected captions that an episode's inbox holds, as read.</summary>
/// <param name="Version">Changes with each of the caption files; null if there is none.</param>
/// <param name="Correction">The correction to publish; null for the machine's transcript.</param>
/// <param name="NewSegments">The correction's segments, if their rows may not be written yet; else empty.</param>
/// <param name="Language">The language that the file names, as a BCP 47 tag; null if it names none.</param>
/// <param name="Warnings">What is wrong with the files, where, and what to do.</param>
public sealed record CorrectedCaptions(
    string? Version, Correction? Correction, IReadOnlyList<Segment> NewSegments, string? Language, IReadOnlyList<string> Warnings)
{
    public static readonly CorrectedCaptions None = new(null, null, [], null, []);
}
