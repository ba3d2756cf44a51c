using FsCheck.Xunit;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Tests.Storage;

public class LedgerKeysTests
{
    [Property]
    public bool Newer_episodes_sort_before_older_ones(DateTimeOffset one, DateTimeOffset other)
    {
        var (first, second) = (LedgerKeys.Newest(one, EpisodeSlug.Parse("a")), LedgerKeys.Newest(other, EpisodeSlug.Parse("a")));
        return Math.Sign(string.CompareOrdinal(first, second)) == Math.Sign(other.UtcTicks.CompareTo(one.UtcTicks));
    }

    [Property]
    public bool Two_episodes_never_share_a_key(DateTimeOffset one, DateTimeOffset other, ushort a, ushort b)
    {
        var (first, second) = (EpisodeSlug.Parse($"e-{a}"), EpisodeSlug.Parse($"e-{b}"));
        var isSame = one.UtcTicks == other.UtcTicks && first == second;
        return isSame == (LedgerKeys.Newest(one, first) == LedgerKeys.Newest(other, second))
            && first == second == (LedgerKeys.Episode(first) == LedgerKeys.Episode(second));
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
}
