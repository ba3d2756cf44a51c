using System.Globalization;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

/// <summary>
/// Row keys of the <c>show</c> partition. A slug holds no character that a key may not, so each encoding is the text itself.
/// </summary>
internal static class LedgerKeys
{
    public const string Partition = "show";
    public const string Show = "show";
    public const string Announcement = "announcement";
    public const string EpisodePrefix = "episode-";
    public const string NewestPrefix = "newest-";

    public static string Episode(EpisodeSlug slug) => EpisodePrefix + slug.Value;

    /// <summary>Sorts newest first: tables order rows by key, ascending only. Ticks fill 19 digits.</summary>
    public static string Newest(DateTimeOffset published, EpisodeSlug slug)
    {
        var inverted = DateTimeOffset.MaxValue.UtcTicks - published.UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{NewestPrefix}{inverted:D19}-{slug.Value}");
    }

    /// <summary>The first key after all that begin with a prefix: its last character, the hyphen, made one greater.</summary>
    public static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);
}
