using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Episodes;

public class CorrectionTests
{
    private static readonly Segment s_segment =
        new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), "Well put.", 0, 0) { Speaker = "Ada" };

    public static TheoryData<Segment> Others =>
    [
        s_segment with { Start = TimeSpan.Zero },
        s_segment with { End = TimeSpan.FromSeconds(3) },
        s_segment with { Text = "Well cut." },
        s_segment with { Speaker = null },
        s_segment with { Kind = SegmentKind.Sound },
    ];

    [Fact]
    public void The_same_text_has_the_same_tag_whenever_it_came() =>
        Assert.Equal(
            Correction.Of([s_segment], EpisodeExamples.Date).Tag, Correction.Of([s_segment with { }], EpisodeExamples.Date.AddDays(1)).Tag);

    [Theory]
    [MemberData(nameof(Others))]
    public void Whatever_listeners_could_notice_changes_the_tag(Segment other) =>
        Assert.NotEqual(Correction.Of([s_segment], EpisodeExamples.Date).Tag, Correction.Of([other], EpisodeExamples.Date).Tag);

    [Fact]
    public void A_tag_is_sixteen_hexadecimal_digits() =>
        Assert.Matches("^[0-9a-f]{16}$", Correction.Of([s_segment], EpisodeExamples.Date).Tag);
}
