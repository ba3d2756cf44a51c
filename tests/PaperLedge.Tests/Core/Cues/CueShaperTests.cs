using FsCheck.Xunit;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;
using PaperLedge.Tests.Core.Transcripts;

namespace PaperLedge.Tests.Core.Cues;

[Properties(Arbitrary = [typeof(AnySegments), typeof(HostileText)])]
public sealed class CueShaperTests
{
    [Property]
    public void Cues_are_in_order_never_overlap_and_end_after_they_start(AnySegments any)
    {
        var free = TimeSpan.Zero;
        foreach (var cue in CueShaper.Shape(any.Segments, CueShape.Srt))
        {
            Assert.True(cue.Start >= free, $"{cue} starts before {free}.");
            Assert.True(cue.End > cue.Start, $"{cue} does not end after its start.");
            Assert.Equal(0, cue.Start.Ticks % TimeSpan.TicksPerMillisecond);
            Assert.Equal(0, cue.End.Ticks % TimeSpan.TicksPerMillisecond);
            free = cue.End;
        }
    }

    [Property]
    public void None_ends_after_the_audio_unless_somebody_speaks_there(AnySegments any, ushort milliseconds)
    {
        var duration = TimeSpan.FromMilliseconds(10_000 + milliseconds);
        var segments = any.Segments.Where(segment => segment.Start <= duration).ToList();

        Assert.All(CueShaper.Shape(segments, CueShape.Srt, "en", duration), cue => Assert.True(cue.End <= duration, $"{cue}"));
    }

    [Property]
    public void No_text_is_lost_or_invented(AnySegments any)
    {
        var said = string.Concat(any.Segments.Select(segment => PlainText.OneLine(segment.Text)))
            .Replace(" ", "", StringComparison.Ordinal);
        var shown = string.Concat(CueShaper.Shape(any.Segments, CueShape.Vtt).Select(cue => cue.Text));

        Assert.Equal(
            said.Replace("\u00A0", "", StringComparison.Ordinal),
            shown.Replace(" ", "", StringComparison.Ordinal)
                .Replace("\n", "", StringComparison.Ordinal)
                .Replace("\u00A0", "", StringComparison.Ordinal));
    }

    [Property]
    public void No_cue_outgrows_its_shape(AnySegments any)
    {
        foreach (var shape in new[] { CueShape.Vtt, CueShape.Srt })
        {
            foreach (var cue in CueShaper.Shape(any.Segments, shape))
            {
                var lines = cue.Text.Split('\n');
                Assert.InRange(lines.Length, 1, shape.Lines);
                Assert.All(lines, line => Assert.InRange(line.Length, 1, shape.LineLength));
            }
        }
    }

    [Fact]
    public void A_duration_that_the_speech_proves_wrong_is_not_used()
    {
        var cues = CueShaper.Shape(
            [Samples.Said(0, 2, "Hello."), Samples.Said(16, 17, "And again.")], CueShape.Vtt, "en", TimeSpan.FromSeconds(10));

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(16)], cues.Select(cue => cue.Start));
    }

    [Fact]
    public void A_sound_stands_alone_and_not_for_longer_than_it_is_read()
    {
        var music = Samples.Said(2, 40, "[music]") with { Kind = SegmentKind.Sound };

        var cues = CueShaper.Shape([Samples.Said(0, 2, "Hello."), music, Samples.Said(40, 42, "Hello again.")], CueShape.Vtt);

        Assert.Equal(["Hello.", "[music]", "Hello again."], cues.Select(cue => cue.Text));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(9)), (cues[1].Start, cues[1].End));
    }

    [Fact]
    public void A_long_segment_is_split_after_its_sentences_and_its_time_shared_by_length()
    {
        var segment = Samples.Said(
            10, 20, "This sentence fills the first of the cues quite well. And this one is what remains for the other.");

        var cues = CueShaper.Shape([segment], CueShape.Vtt);

        Assert.Equal(
            [
                new Cue(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15.486), "This sentence fills the first\nof the cues quite well."),
                new Cue(TimeSpan.FromSeconds(15.569), TimeSpan.FromSeconds(20), "And this one is what remains\nfor the other."),
            ],
            cues);
    }

    [Theory]
    [InlineData("Emoji stay whole: 👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦")]
    [InlineData("Numbers stay whole: 1,000,000.25 and 3.14159 and 2.71828 and 1.41421 and 1.73205", "1.73205")]
    [InlineData("A value and its unit stay together, as in all of 12\u00A0km, 13\u00A0km, 14\u00A0km and 15\u00A0km.", "14\u00A0km")]
    public void What_belongs_together_stands_in_one_line(string text, string unit)
    {
        var cues = CueShaper.Shape([Samples.Said(0, 9, text)], CueShape.Srt);

        var whole = cues.SelectMany(cue => cue.Text.Split('\n')).Sum(line => line.Split(unit).Length - 1);
        Assert.Equal(text.Split(unit).Length - 1, whole);
    }
}
