using PaperLedge.Core.Captions;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Captions;

public class CaptionCheckTests
{
    private static readonly TimeSpan s_duration = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(119)]
    [InlineData(124.9)]
    public void A_last_caption_may_linger(double end) => CaptionCheck.Refuse([SaidUntil(end)], s_duration);

    [Fact]
    public void Captions_that_go_on_after_the_audio_are_refused_with_the_place()
    {
        var exception = Assert.Throws<CaptionException>(
            () => CaptionCheck.Refuse([SaidUntil(60), SaidUntil(126), SaidUntil(300)], s_duration));
        Assert.Equal(
            "The cue at 2:05 ends at 2:06, after the audio, which lasts 2:00: the file probably belongs to other audio. " +
            "Upload the captions of this episode.",
            exception.Message);
    }

    [Fact]
    public void A_caption_that_is_a_whole_text_is_refused_with_the_place()
    {
        var exception = Assert.Throws<CaptionException>(
            () => CaptionCheck.Refuse([SaidUntil(60) with { Text = new string('a', 5_001) }], s_duration));
        Assert.Contains("The cue at 0:59 has 5001 characters", exception.Message, StringComparison.Ordinal);
    }

    private static Segment SaidUntil(double end) => new(TimeSpan.FromSeconds(end - 1), TimeSpan.FromSeconds(end), "Well put.", 0, 0);
}
