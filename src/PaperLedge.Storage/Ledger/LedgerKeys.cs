using System.Globalization;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

// A slug contains only characters that a key may contain, so keys contain it unchanged.
internal static class LedgerKeys
{
    public const string Partition = "show";
    public const string Show = "show";
    public const string Announcement = "announcement";
    public const string EpisodePrefix = "episode-";
    public const string NewestPrefix = "newest-";

    public static string Episode(EpisodeSlug slug) => EpisodePrefix + slug.Value;

    /// <returns>A key that sorts before those of older episodes.</returns>
    public static string Newest(DateTimeOffset published, EpisodeSlug slug)
    {
        // Tables order rows by key, ascending only. Ticks fill 19 digits.
        var inverted = DateTimeOffset.MaxValue.UtcTicks - published.UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{NewestPrefix}{inverted:D19}-{slug.Value}");
    }

    /// <returns>The first key after all that begin with a prefix.</returns>
    public static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);
}
