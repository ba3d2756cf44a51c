using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Windows;
using PaperLedge.Speech.WordTimes;
using PaperLedge.Tests.Speech.Windows;

namespace PaperLedge.Tests.Speech.WordTimes;

public class WordOnsetsTests
{
    [Theory]
    [InlineData(0.10)]
    [InlineData(0.15)]
    [InlineData(0.30)]
    public void A_word_that_starts_in_a_pause_is_moved_behind_it(double pause)
    {
        var window = Window(0.5, pause, 1);
        var moved = WordOnsets.Move(
            [Word("one", 0, 0.5), Word("two", 0.5, 0.5 + pause + 0.4), Word("three", 0.5 + pause + 0.4, 1.5)], window);
        Assert.Equal(0, moved[0].Start.TotalSeconds);
        Assert.InRange(moved[1].Start.TotalSeconds, 0.5 + pause - 0.03, 0.5 + pause + 0.01);
        Assert.Equal(0.5 + pause + 0.4, moved[2].Start.TotalSeconds, 1e-6);
        Assert.Equal(["one", "two", "three"], moved.Select(word => word.Text));
    }

    [Fact]
    public void A_moment_before_a_consonant_is_a_part_of_speech()
    {
        var window = Window(0.5, 0.05, 1);
        Assert.Equal(0.5, WordOnsets.Move([Word("one", 0, 0.5), Word("two", 0.5, 1)], window)[1].Start.TotalSeconds);
    }

    [Theory]
    [InlineData("two", true)]
    [InlineData("extraordinary", false)]
    public void A_pause_that_leaves_no_time_for_the_word_lies_within_it(string text, bool isMoved)
    {
        var window = Window(0.5, 0.3, 1);
        var moved = WordOnsets.Move([Word("one", 0, 0.5), Word(text, 0.5, 1), Word("three", 1, 1.8)], window);
        Assert.Equal(isMoved, moved[1].Start.TotalSeconds > 0.5);
    }

    [Fact]
    public void A_long_pause_is_not_crossed()
    {
        var window = Window(0.5, 0.6, 1);
        Assert.Equal(0.5, WordOnsets.Move([Word("one", 0, 0.5), Word("two", 0.5, 1.6)], window)[1].Start.TotalSeconds);
    }

    [Fact]
    public void A_word_never_begins_behind_its_end()
    {
        var window = Window(0.5, 0.2, 1);
        Assert.Equal(
            0.5, WordOnsets.Move([Word("one", 0, 0.5), Word("a", 0.5, 0.6), Word("three", 1.2, 1.7)], window)[1].Start.TotalSeconds);
    }

    [Fact]
    public void The_last_word_is_over_when_nobody_speaks_any_more()
    {
        // The same pause, but the speech behind it is the next window's.
        var window = Window(0.5, 0.2, 1) with { Voiced = [(0, (int)(0.55 * Sounds.Second))] };
        Assert.Equal(0.5, WordOnsets.Move([Word("one", 0, 0.5), Word("two", 0.5, 1.7)], window)[1].Start.TotalSeconds);
    }

    [Fact]
    public void Silence_and_no_words_are_left_alone()
    {
        Assert.Empty(WordOnsets.Move([], Window(1, 0, 0)));
        var word = Word("one", 0.1, 0.5);
        Assert.Equal([word], WordOnsets.Move([word], AudioWindow.Whole(0, Sounds.Silence(1))));
    }

    private static AudioWindow Window(double before, double pause, double behind) =>
        AudioWindow.Whole(0, (float[])[.. Sounds.White(before), .. Sounds.Silence(pause), .. Sounds.White(behind)]);

    private static Word Word(string text, double start, double end) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), text, 1);
}
