using PaperLedge.Core.Captions;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Captions;

public class CaptionCheckTests
{
    private static readonly TimeSpan s_duration = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(119)]
    [InlineData(124.9)]
    public void A_last_caption_may_linger(double end)
    {
        Segment[] segments = [SaidUntil(end)];

        var (fitting, warnings) = CaptionCheck.Fit(segments, s_duration);

        Assert.Same(segments, fitting);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData(130, 1, "The cue at 2:09 lasts until 2:10, after the audio, which lasts 2:00")]
    [InlineData(200, 1, "The cue at 3:19 lasts until 3:20")]
    public void Credits_after_the_audio_are_left_out_with_a_warning(double end, int count, string warning)
    {
        var (fitting, warnings) = CaptionCheck.Fit([SaidUntil(60), SaidUntil(end)], s_duration);

        Assert.Equal(count, fitting.Count);
        Assert.StartsWith(warning, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_twenty_may_be_late_and_one_that_begins_before_the_end_is_cut()
    {
        List<Segment> segments = [.. Enumerable.Range(2, 18).Select(second => SaidUntil(second))];
        segments.Add(new(TimeSpan.FromSeconds(118), TimeSpan.FromSeconds(130), "Made by", 0, 0));
        segments.Add(SaidUntil(140));

        var (fitting, warnings) = CaptionCheck.Fit(segments, s_duration);

        Assert.Equal((19, s_duration), (fitting.Count, fitting[^1].End));
        Assert.StartsWith("2 cues, the first at 1:58, last until 2:20", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_that_go_on_after_the_audio_are_refused_with_the_place()
    {
        var exception = Assert.Throws<CaptionException>(
            () => CaptionCheck.Fit([SaidUntil(60), SaidUntil(126), SaidUntil(300)], s_duration));
        Assert.Equal(
            "The cue at 2:05 ends at 2:06, after the audio, which lasts 2:00; 2 of 3 cues do: the file probably belongs to other audio. " +
            "Upload the captions of this episode.",
            exception.Message);
    }

    [Fact]
    public void A_caption_that_is_a_whole_text_is_refused_with_the_place()
    {
        var exception = Assert.Throws<CaptionException>(
            () => CaptionCheck.Fit([SaidUntil(60) with { Text = new string('a', 5_001) }], s_duration));
        Assert.Contains("The cue at 0:59 has 5001 characters", exception.Message, StringComparison.Ordinal);
    }

    private static Segment SaidUntil(double end) => new(TimeSpan.FromSeconds(end - 1), TimeSpan.FromSeconds(end), "Well put.", 0, 0);
}
