using System.Globalization;
using PaperLedge.Functions.Feeds;

namespace PaperLedge.Tests.Functions.Feeds;

public sealed class FeedArchivesTests
{
    private static readonly FeedOptions s_settings = new() { MaxEpisodes = 100, ArchiveEpisodes = 40 };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(80, 0)]
    [InlineData(81, 1)]
    [InlineData(120, 1)]
    [InlineData(121, 2)]
    [InlineData(1000, 23)]
    public void What_is_oldest_is_sealed_before_the_main_document_is_full(int episodes, int archives) =>
        Assert.Equal(archives, FeedArchives.Seal(Places(episodes), s_settings).Count);

    [Fact]
    public void Archives_hold_as_many_episodes_each_oldest_first()
    {
        var places = Places(200);
        var archives = FeedArchives.Seal(places, s_settings);

        // The last in the list is the oldest.
        Assert.Equal([places[160], places[120], places[80]], archives);
    }

    [Fact]
    public void Whenever_episodes_come_one_at_a_time_all_are_in_a_document()
    {
        var all = new List<string>();
        var archives = new List<string>();
        for (var number = 0; number < 700; number++)
        {
            all.Insert(0, Place(number));
            if (number % (s_settings.ArchiveEpisodes / 2) == 0)
            {
                var open = archives.Count == 0 ? all : all.TakeWhile(place => string.CompareOrdinal(place, archives[^1]) < 0).ToList();
                archives.AddRange(FeedArchives.Seal(open, s_settings));
            }

            var main = all.Take(s_settings.MaxEpisodes);
            var archived = all.Where(place => archives.Count > 0 && string.CompareOrdinal(place, archives[^1]) >= 0);
            Assert.Equal(all.Count, main.Union(archived).Count());
        }
    }

    [Fact]
    public void What_was_sealed_stays_as_it_was()
    {
        var first = FeedArchives.Seal(Places(200), s_settings);
        var later = Places(290).TakeWhile(place => string.CompareOrdinal(place, first[^1]) < 0).ToList();

        Assert.Equal([.. first, .. FeedArchives.Seal(later, s_settings)], FeedArchives.Seal(Places(290), s_settings));
    }

    private static List<string> Places(int count) => [.. Enumerable.Range(0, count).Select(Place).Reverse()];

    /// <summary>Newer ones sort first, as in the table.</summary>
    private static string Place(int number) => (10_000 - number).ToString("D5", CultureInfo.InvariantCulture);
}
