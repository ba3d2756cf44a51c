using PaperLedge.Speech.WhisperNet;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.WhisperNet;

public class NetSegmentTests
{
    /// <summary>Ten seconds that begin a minute into the audio.</summary>
    private static readonly AudioWindow s_window = AudioWindow.Whole(60 * 16_000, new float[10 * 16_000]);

    [Fact]
    public void Times_count_from_the_start_of_the_audio_and_end_with_the_window()
    {
        var segment = Net(" Hello there.", 1, 30, (" Hello", 1, 2), (" there", 2, 9), (".", 9, 30)).ToSegment(s_window)!;
        Assert.Equal("Hello there.", segment.Text);
        Assert.Equal((61, 70), (segment.Start.TotalSeconds, segment.End.TotalSeconds));
        Assert.Equal(["Hello", "there."], segment.Words.Select(word => word.Text));
        Assert.Equal((62, 70), (segment.Words[1].Start.TotalSeconds, segment.Words[1].End.TotalSeconds));
        Assert.Equal(-0.5, segment.AverageLogProbability, 1e-9);
        Assert.Equal(Math.Exp(-0.5), segment.Words[0].Probability, 1e-9);
    }

    [Fact]
    public void Marks_and_timestamps_are_no_words()
    {
        var segment = Net(" One two", 0, 4, ("[_BEG_]", 0, 0), (" One", 0, 1), (" two", 1, 2), ("[_TT_200]", 4, 4), ("<|endoftext|>", 4, 4))
            .ToSegment(s_window)!;
        Assert.Equal(["One", "two"], segment.Words.Select(word => word.Text));
    }

    [Fact]
    public void Words_share_the_time_of_a_segment_whose_tokens_do_not_spell_its_text()
    {
        var segment = Net(" naïve", 0, 1, (" na\ufffd", 0, 0.5), ("\ufffdve", 0.5, 1)).ToSegment(s_window)!;
        Assert.Equal("naïve", segment.Text);
        Assert.Equal(["naïve"], segment.Words.Select(word => word.Text));
        Assert.Equal((60, 61), (segment.Words[0].Start.TotalSeconds, segment.Words[0].End.TotalSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_segment_that_says_nothing_is_none(string text) => Assert.Null(Net(text, 0, 1).ToSegment(s_window));

    private static NetSegment Net(string text, double start, double end, params (string Text, double Start, double End)[] tokens) => new(
        TimeSpan.FromSeconds(start),
        TimeSpan.FromSeconds(end),
        text,
        0.1f,
        [.. tokens.Select(token => new NetToken(token.Text, TimeSpan.FromSeconds(token.Start), TimeSpan.FromSeconds(token.End), -0.5))]);
}
