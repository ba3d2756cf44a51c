using FsCheck.Xunit;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

[Properties(Arbitrary = [typeof(AnySegments)])]
public sealed class TimelineTests
{
    [Fact]
    public void A_sound_gives_way_to_the_speech_that_begins_in_it()
    {
        var timeline = Timeline.Of([Samples.Said(0, 60, "[music]") with { Kind = SegmentKind.Sound }, Samples.Said(8, 10, "Welcome.")]);

        Assert.Equal(
            [("[music]", 0, 8), ("Welcome.", 8, 10)],
            timeline.Select(segment => (segment.Text, segment.Start.TotalSeconds, segment.End.TotalSeconds)));
    }

    [Fact]
    public void The_narrator_speaks_where_nobody_else_is_named()
    {
        var timeline = Timeline.Of(Samples.Transcript with
        {
            Speaker = "Ada",
            Segments =
            [
                Samples.Said(0, 1, "One."),
                Samples.Said(1, 2, "[bell]") with { Kind = SegmentKind.Sound },
                Samples.Said(2, 3, "Two.") with { Speaker = " Bob\n" }
            ],
        });

        Assert.Equal(["Ada", null, "Bob"], timeline.Select(segment => segment.Speaker));
    }

    [Property]
    public void A_paragraph_is_one_sound_or_the_speech_of_one_speaker(AnySegments any)
    {
        var timeline = Timeline.Of(any.Segments);

        var paragraphs = Paragraph.Of(timeline);

        Assert.Equal(timeline, paragraphs.SelectMany(paragraph => paragraph.Segments));
        Assert.All(paragraphs, paragraph => Assert.True(paragraph.Segments.Count == 1
            || paragraph.Segments.All(segment => segment.Kind == SegmentKind.Speech && segment.Speaker == paragraph.Speaker)));
    }

    [Fact]
    public void What_is_put_behind_the_end_of_the_audio_moves_in_front_of_it()
    {
        var timeline = Timeline.Of(Samples.Transcript with
        {
            Duration = TimeSpan.FromSeconds(10.0005),
            Segments = [Samples.Said(8, 9, "One"), Samples.Said(9, 10.4, "two"), Samples.Said(10.4, 11, "three.")],
        });

        Assert.Equal(
            ["8-9", "9-9.999", "9.999-10"],
            timeline.Select(segment => FormattableString.Invariant($"{segment.Start.TotalSeconds}-{segment.End.TotalSeconds}")));
    }
}
