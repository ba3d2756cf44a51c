using FsCheck.Xunit;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;
using PaperLedge.Tests.Core;

namespace PaperLedge.Tests.Storage;

public class LedgerKeysTests
{
    [Property]
    public bool Newer_episodes_sort_before_older_ones(DateTimeOffset one, DateTimeOffset other)
    {
        var (first, second) = (KeyOf("a", one), KeyOf("a", other));
        return Math.Sign(string.CompareOrdinal(first, second)) == Math.Sign(other.UtcTicks.CompareTo(one.UtcTicks));
    }

    [Property]
    public bool Two_episodes_never_share_a_key(DateTimeOffset one, DateTimeOffset other, ushort a, ushort b)
    {
        var (first, second) = (EpisodeSlug.Parse($"e-{a}"), EpisodeSlug.Parse($"e-{b}"));
        var isSame = one.UtcTicks == other.UtcTicks && first == second;
        return isSame == (KeyOf(first.Value, one) == KeyOf(second.Value, other))
            && first == second == (LedgerKeys.Episode(first) == LedgerKeys.Episode(second));
    }

    [Fact]
    public void Equal_dates_are_ordered_by_season_number_and_name_as_people_count()
    {
        var date = DateTimeOffset.UnixEpoch;
        string[] newestFirst =
        [
            KeyOf("a", date, season: 2), KeyOf("z", date, season: 1, number: 10), KeyOf("a", date, season: 1, number: 9),
            KeyOf("a", date, season: 1), KeyOf("a", date, number: 3),
            KeyOf("talk", date), KeyOf("part-10-b", date), KeyOf("part-10-a", date), KeyOf("part-10", date), KeyOf("part-9", date),
            KeyOf("part-02", date), KeyOf("part-1", date), KeyOf("part", date), KeyOf("10-x", date), KeyOf("9-x", date),
        ];

        Assert.Equal(newestFirst, newestFirst.Order(StringComparer.Ordinal));
        Assert.All(newestFirst, key => Assert.True(NewestPage.IsPlace(key[LedgerKeys.NewestPrefix.Length..]), key));
        Assert.All(newestFirst, key => Assert.StartsWith(LedgerKeys.NewestAt(date), key, StringComparison.Ordinal));
    }

    [Fact]
    public void The_longest_names_have_places_that_fit_a_key()
    {
        var key = KeyOf(string.Concat(Enumerable.Repeat("a1", EpisodeSlug.MaxLength / 2)), DateTimeOffset.UnixEpoch);
        Assert.True(NewestPage.IsPlace(key[LedgerKeys.NewestPrefix.Length..]));
        Assert.InRange(key.Length, 1, 1024);
    }

    [Theory]
    [InlineData(LedgerKeys.EpisodePrefix)]
    [InlineData(LedgerKeys.NewestPrefix)]
    public void The_range_of_a_prefix_holds_all_that_begin_with_it_and_nothing_else(string prefix)
    {
        var end = LedgerKeys.After(prefix);
        Assert.True(string.CompareOrdinal(prefix + "zzz", end) < 0);
        Assert.True(string.CompareOrdinal(LedgerKeys.Show, prefix) < 0 || string.CompareOrdinal(LedgerKeys.Show, end) >= 0);
    }

    private static string KeyOf(string slug, DateTimeOffset published, int? season = null, int? number = null) => LedgerKeys.Newest(
        Samples.Sums with
        {
            Slug = EpisodeSlug.Parse(slug),
            Metadata = Samples.Sums.Metadata with { Published = published, Season = season, Episode = number },
        });
}
