using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>A transcript that a person corrected.</summary>
/// <param name="Tag">Names its rows: 16 hexadecimal digits over all that it says, so that the same text is written to the same rows.</param>
/// <param name="Edited">When the corrected captions came in.</param>
public sealed record Correction(string Tag, DateTimeOffset Edited)
{
    private const int Length = 16;

    public static Correction Of(IReadOnlyList<Segment> segments, DateTimeOffset edited)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var segment in segments)
        {
            // The separators are control characters, which no caption's text and no name holds.
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{segment.Start.Ticks}\u001f{segment.End.Ticks}\u001f{segment.Kind}\u001f{segment.Speaker}\u001f{segment.Text}{(segment.Language is null ? "" : $"\u001f{segment.Language}")}\u001e");
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        }

        return new Correction(Convert.ToHexStringLower(hash.GetHashAndReset())[..Length], edited);
    }
}
