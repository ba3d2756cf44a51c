using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    public const string GuidPrefix = "guid-";

    // A digit of a name may take four characters of the inverted name.
    public const int LongestPlace = 19 + 1 + 20 + (4 * EpisodeSlug.MaxLength) + 2 + EpisodeSlug.MaxLength;

    public static string Episode(EpisodeSlug slug) => EpisodePrefix + slug.Value;

    // A guid may have characters that a key must not have.
    public static string Guid(string guid) => GuidPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(guid)));

    /// <returns>
    /// A key that sorts before those of older episodes; at the same date, before those of lower seasons, episode numbers and names, in
    /// this order.
    /// </returns>
    public static string Newest(PublishedEpisode episode)
    {
        var (season, number) = (int.MaxValue - (episode.Metadata.Season ?? 0), int.MaxValue - (episode.Metadata.Episode ?? 0));
        var name = InvertedName.Of(episode.Slug.Value);
        return string.Create(
            CultureInfo.InvariantCulture, $"{NewestAt(episode.Metadata.Published)}{season:D10}{number:D10}{name}-{episode.Slug.Value}");
    }

    /// <returns>What the keys of all episodes of this date begin with, those of earlier versions too.</returns>
    public static string NewestAt(DateTimeOffset published)
    {
        // Tables order rows by key, ascending only. Ticks fill 19 digits.
        var inverted = DateTimeOffset.MaxValue.UtcTicks - published.UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{NewestPrefix}{inverted:D19}-");
    }

    /// <returns>The first key after all that begin with a prefix.</returns>
    public static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);
}
