using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Windows;

/// <summary>The first window has 20 s of its own and reads two more; the second begins with them.</summary>
public class JoinsTests
{
    private static readonly PlannedWindow s_first = Window(0, 22, 0, 20);
    private static readonly PlannedWindow s_second = Window(20, 40, 20, 40);

    [Fact]
    public void A_word_that_both_windows_read_comes_once()
    {
        var joined = Join(
            Said("the@18 quick@18.5 brown@19 fox@19.7 jumps@20.3 over@20.9 the@21.4"),
            Said("fox@20.1 jumps@20.4 over@20.8 the@21.3 lazy@21.8 dog.@22.3"));
        Assert.Equal("the quick brown fox jumps over the lazy dog.", Text(joined));
    }

    [Fact]
    public void A_word_that_only_one_window_read_at_the_join_is_kept()
    {
        Assert.Equal("one two three four", Text(Join(Said("one@18.6 two@19.3"), Said("three@20.2 four@20.9"))));
        Assert.Equal("one two three four", Text(Join(Said("one@18.6 two@19.3 thee@20.2"), Said("three@20.25 four@20.9"))));
    }

    [Fact]
    public void The_same_word_said_twice_stays_twice()
    {
        Assert.Equal("very very good", Text(Join(
            Said("very@19.1 very@19.8 good@20.4"),
            Said("very@19.85 good@20.45"))));
        Assert.Equal("that that is", Text(Join(Said("that@18.5 that@19.4 is@20.5"), Said("that@20.0 is@20.5"))));
    }

    [Fact]
    public void The_next_window_begins_as_large_as_the_one_before_has_the_word()
    {
        Assert.Equal("he said that it works.", Text(Join(Said("he@18.5 said@19 that@20.1 it@20.5"), Said("That@20.1 it@20.5 works.@21"))));
        Assert.Equal(
            "he left. Then it rained.", Text(Join(Said("he@18.5 left.@19 Then@20.1 it@20.5"), Said("then@20.1 it@20.5 rained.@21"))));
    }

    [Fact]
    public void A_full_stop_that_only_the_end_of_the_window_set_goes()
    {
        Assert.Equal("he said that it works.", Text(Join(Said("he@18.5 said@19 that.@19.6"), Said("it@20.1 works.@20.6"))));
        Assert.Equal("he said that. It works.", Text(Join(Said("he@18.5 said@19 that.@19.6"), Said("It@20.1 works.@20.6"))));
        Assert.Equal("well... it works.", Text(Join(Said("well...@19.6"), Said("it@20.1 works.@20.6"))));
    }

    [Fact]
    public void A_full_stop_before_a_long_pause_stays() =>
        Assert.Equal("he said that. it works.", Text(Join(Said("he@17 said@17.5 that.@18"), Said("it@20.1 works.@20.6"))));

    [Fact]
    public void A_segment_that_goes_on_behind_a_long_pause_is_two()
    {
        var joined = Join(Said("one@2 two@2.4 three@9 four@9.4"), Said("five@25"));
        Assert.Equal(["one two", "three four", "five"], joined.Select(segment => segment.Text));
        Assert.Equal([2, 9, 25], joined.Select(segment => segment.Start.TotalSeconds));
        Assert.Equal(2.7, joined[0].End.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Times_never_run_backwards()
    {
        var joined = Join(
            [.. Said("one@3 two@5"), .. Said("three@4.2 four@6"), .. Said("five@5.5")],
            [.. Said("six@20.5 seven@20.4"), .. Said("eight@20.2")]);
        Assert.Equal("one two three four five six seven eight", Text(joined));
        Assert.All(joined, segment =>
        {
            TimeSpan[] times = [segment.Start, .. segment.Words.SelectMany(word => new[] { word.Start, word.End }), segment.End];
            Assert.Equal(times.Order(), times);
        });
        Assert.All(joined.Zip(joined.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void Japanese_is_joined_without_spaces()
    {
        Segment Japanese(string words) =>
            Said(words)[0] with { Text = string.Concat(Said(words)[0].Words.Select(word => word.Text)), Language = "ja" };
        var joined = Join([Japanese("今日@18.5 は@19 天気@19.4 が@20.1 いい@20.5")], [Japanese("が@20.1 いい@20.5 です@21 ね。@21.4")]);
        Assert.Equal(["今日は天気", "がいいですね。"], joined.Select(segment => segment.Text));
        Assert.Equal(["が", "いい", "です", "ね。"], joined[1].Words.Select(word => word.Text));
    }

    [Fact]
    public void A_segment_without_words_belongs_to_the_window_that_it_begins_in()
    {
        Segment Untimed(double start, string text) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(start + 1), text, -0.1, 0.1);
        Assert.Equal("one two", Text(Join([Untimed(18, "one"), Untimed(20.2, "too")], [Untimed(20.2, "two")])));
    }

    [Fact]
    public void What_a_window_read_of_the_one_before_is_left_out()
    {
        // It is read only to fill the window.
        var second = Window(5, 35, 20, 35);
        var joined = Join(
            Said("one@18 two@19"), [.. Said("none@7 one@18 two@19"), .. Said("three@20.5 four@21")], second, Window(0, 20, 0, 20));
        Assert.Equal("one two three four", Text(joined));
    }

    [Fact]
    public void A_window_in_which_nothing_was_heard_takes_nothing_from_its_neighbours()
    {
        Assert.Equal("one two", Text(Join(Said("one@18 two@19.2"), [])));
        Assert.Equal("three four", Text(Join([], Said("three@20.5 four@21"))));
        Assert.Empty(Join([], []));
    }

    private static List<Segment> Join(List<Segment> first, List<Segment> second, PlannedWindow? window = null, PlannedWindow? before = null)
    {
        var joins = new Joins();
        Assert.Empty(joins.Add(before ?? s_first, first));
        return [.. joins.Add(window ?? s_second, second), .. joins.Rest()];
    }

    private static string Text(IEnumerable<Segment> segments) => SpokenWords.Of(segments);

    /// <param name="words">Each with its start in seconds; it lasts for 0.3 s.</param>
    private static List<Segment> Said(string words)
    {
        var timed = words.Split(' ').Select(word => word.Split('@')).Select(word =>
        {
            var start = TimeSpan.FromSeconds(double.Parse(word[1], CultureInfo.InvariantCulture));
            return new Word(start, start + TimeSpan.FromSeconds(0.3), word[0], 1);
        }).ToList();
        return [new(timed[0].Start, timed[^1].End, string.Join(' ', timed.Select(word => word.Text)), -0.1, 0.1) { Words = timed }];
    }

    private static PlannedWindow Window(int start, int end, int ownStart, int ownEnd) => new(
        TimeSpan.Zero,
        TimeSpan.FromSeconds(ownStart),
        TimeSpan.FromSeconds(ownEnd),
        Offset: 0,
        (end - start) * Sounds.Second,
        Padding: 0,
        [new(0, start * Sounds.Second, (end - start) * Sounds.Second)],
        [new((ownStart - start) * Sounds.Second, (ownEnd - start) * Sounds.Second)],
        (ownStart - start) * Sounds.Second,
        (ownEnd - start) * Sounds.Second,
        IsHeard: true);
}
