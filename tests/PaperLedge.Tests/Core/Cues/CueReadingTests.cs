using PaperLedge.Core.Cues;
using PaperLedge.Core.Transcripts;
using PaperLedge.Tests.Core.Transcripts;

namespace PaperLedge.Tests.Core.Cues;

/// <summary>What captioning guides ask for, measured on a text of some length.</summary>
public sealed class CueReadingTests
{
    private static readonly TimeSpan s_loan = TimeSpan.FromMilliseconds(250);

    public static TheoryData<CueShape> Shapes => [CueShape.Vtt, CueShape.Srt];

    /// <summary>Cues that have no time left: the next begins when they end.</summary>
    private static IEnumerable<Cue> Pressed(IReadOnlyList<Cue> cues) =>
        cues.Zip(cues.Skip(1)).Where(pair => pair.First.End == pair.Second.Start).Select(pair => pair.First);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void None_is_read_faster_than_17_characters_a_second_unless_the_speech_leaves_no_time(CueShape shape)
    {
        var cues = CueShaper.Shape(Lecture.Segments, shape);

        var fast = cues.Where(cue => Speed(cue) > 17.01).ToList();

        Assert.All(fast, cue => Assert.Contains(cue, Pressed(cues)));
        Assert.All(fast, cue => Assert.InRange(Speed(cue), 17, 25));
        Assert.InRange(fast.Count, 0, cues.Count / 10);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void None_is_shorter_than_20_frames_where_there_is_time_nor_longer_than_7_seconds(CueShape shape)
    {
        var cues = CueShaper.Shape(Lecture.Segments, shape);

        Assert.All(cues, cue => Assert.True(cue.End - cue.Start <= TimeSpan.FromSeconds(7), $"{cue}"));
        Assert.All(cues.Except(Pressed(cues)), cue => Assert.True(cue.End - cue.Start >= TimeSpan.FromMilliseconds(833), $"{cue}"));
        Assert.InRange(cues.Count(cue => cue.End - cue.Start < TimeSpan.FromMilliseconds(833)), 0, cues.Count / 100);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Two_frames_or_nothing_or_a_visible_gap_part_them(CueShape shape)
    {
        var cues = CueShaper.Shape(Lecture.Segments, shape);

        Assert.All(cues.Zip(cues.Skip(1)), pair =>
        {
            var gap = (pair.Second.Start - pair.First.End).TotalMilliseconds;
            Assert.True(
                gap is 0 or 83 or >= 500 || pair.First.End - pair.First.Start == TimeSpan.FromSeconds(7),
                $"{gap} ms between {pair.First} and {pair.Second}");
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_begins_with_its_first_word_and_stays_until_its_last(CueShape shape)
    {
        var words = new Queue<Word>(Lecture.Segments.SelectMany(segment => segment.Words));

        foreach (var cue in CueShaper.Shape(Lecture.Segments, shape))
        {
            var shown = cue.Text.Split(' ', '\n').Select(text => (Text: text, Word: words.Dequeue())).ToList();
            Assert.All(shown, pair => Assert.Equal(pair.Word.Text, pair.Text));
            Assert.InRange(cue.Start, shown[0].Word.Start - s_loan, shown[0].Word.Start + s_loan);
            Assert.True(cue.End >= shown[^1].Word.End - s_loan, $"{cue} ends before {shown[^1].Word}");
        }

        Assert.Empty(words);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_line_ends_with_an_article(CueShape shape)
    {
        var lines = CueShaper.Shape(Lecture.Segments, shape).SelectMany(cue => cue.Text.Split('\n'));

        Assert.DoesNotContain(lines, line => line.Split(' ')[^1] is "a" or "an" or "the" or "The" or "each" or "every");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Most_cues_end_with_a_sentence_or_a_phrase(CueShape shape)
    {
        var cues = CueShaper.Shape(Lecture.Segments, shape);

        Assert.InRange(
            cues.Count(cue => cue.Text[^1] is '.' or '?' or ',' or ')'), cues.Count * (shape == CueShape.Vtt ? 0.7 : 0.5), cues.Count);
    }

    private static double Speed(Cue cue) => cue.Text.Length / (cue.End - cue.Start).TotalSeconds;
}
