using System.Globalization;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

// A slug holds only characters that a key may hold, so it stands in keys as it is.
/// <summary>Row keys of the <c>show</c> partition.</summary>
internal static class LedgerKeys
{
    public const string Partition = "show";
    public const string Show = "show";
    public const string Announcement = "announcement";
    public const string EpisodePrefix = "episode-";
    public const string NewestPrefix = "newest-";

    public static string Episode(EpisodeSlug slug) => EpisodePrefix + slug.Value;

    /// <summary>Makes a key that sorts before those of older episodes.</summary>
    public static string Newest(DateTimeOffset published, EpisodeSlug slug)
    {
        // Tables order rows by key, ascending only. Ticks fill 19 digits.
        var inverted = DateTimeOffset.MaxValue.UtcTicks - published.UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{NewestPrefix}{inverted:D19}-{slug.Value}");
    }

    /// <summary>Gives the first key after all that begin with a prefix, by making its last character one greater.</summary>
    public static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);
}
