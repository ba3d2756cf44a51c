using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Windows;
using PaperLedge.Tests.Speech.Windows;

namespace PaperLedge.Tests.Speech.Decoding;

/// <summary>A model that hears the language of most of the speech, and is as sure as that is clear.</summary>
public class LanguageFinderTests
{
    private const int English = 0;
    private const int German = 1;
    private const int Second = Sounds.Second;

    private int _asked;

    [Fact]
    public void A_window_that_is_surely_in_the_episodes_language_is_not_asked_about_again()
    {
        var window = Window(24);
        Assert.Equal([(window, English)], Finder(24).Find(window, (English, 0.95), English));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public void A_short_window_is_in_the_episodes_language()
    {
        var window = Window(9);
        Assert.Equal([(window, English)], Finder(0).Find(window, (German, 0.99), English));
        Assert.Equal(0, _asked);
    }

    [Theory]
    [InlineData(0.95, German)]
    [InlineData(0.7, English)]
    public void A_window_in_another_language_is_written_in_that_if_the_model_is_sure(double probability, int expected)
    {
        var window = Window(24);
        Assert.Equal([(window, expected)], Finder(0).Find(window, (German, probability), English));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    public void A_window_is_parted_at_the_pause_where_the_language_changes(int change)
    {
        var window = Window(24);
        var parts = Finder(change).Find(window, (English, 0.6), English);
        Assert.Equal([English, German], parts.Select(part => part.Language));
        Assert.Equal([change, 24 - change], parts.Select(part => Math.Round(part.Part.Duration.TotalSeconds)));
        Assert.Equal(parts[0].Part.EndTime, parts[1].Part.StartTime);
        Assert.Equal(window.VoicedTime, parts[0].Part.VoicedTime + parts[1].Part.VoicedTime);
        Assert.InRange(_asked, 4, 14);
    }

    [Fact]
    public void The_other_language_may_come_first()
    {
        var parts = Finder(12).Find(Window(24), (German, 0.85), German);
        Assert.Equal([English, German], parts.Select(part => part.Language));
    }

    [Fact]
    public void A_word_or_two_in_another_language_is_a_quotation()
    {
        var window = Window(24);
        Assert.Equal([(window, English)], Finder(23).Find(window, (English, 0.85), English));
    }

    [Fact]
    public void Where_nobody_pauses_a_window_has_the_language_of_most_of_it()
    {
        var window = Window(24) with { Voiced = [(0, 24 * Second)] };
        Assert.Equal([(window, German)], Finder(8).Find(window, (German, 0.85), English));
        Assert.Equal([(window, English)], Finder(8).Find(window, (German, 0.75), English));
    }

    /// <summary>It starts at the audio's second 100; each of its seconds ends with a short pause.</summary>
    private static AudioWindow Window(int seconds) => AudioWindow.Whole(100 * Second, new float[seconds * Second]) with
    {
        Voiced = [.. Enumerable.Range(0, seconds).Select(second => (second * Second, (second * Second) + (9 * Second / 10)))],
    };

    /// <param name="change">The window's second from which on German is spoken.</param>
    private LanguageFinder Finder(int change) => new(part =>
    {
        _asked++;
        var (start, end) = (part.StartTime.TotalSeconds - 100, part.EndTime.TotalSeconds - 100);
        var german = Math.Clamp((end - change) / (end - start), 0, 1);
        return german > 0.5 ? (German, german) : (English, 1 - german);
    });
}
