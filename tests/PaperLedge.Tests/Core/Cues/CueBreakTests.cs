using PaperLedge.Core.Cues;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Cues;

public sealed class CueBreakTests
{
    [Theory]
    [InlineData("3.5 million")]
    [InlineData("3.5 million dollars")]
    [InlineData("10 000")]
    [InlineData("10 000 km")]
    [InlineData("5 %")]
    [InlineData("25 per cent")]
    [InlineData("two hundred thousand")]
    [InlineData("7 May 2026")]
    [InlineData("$ 40")]
    [InlineData("Fig. 3")]
    [InlineData("Alan Turing")]
    [InlineData("A. Turing")]
    [InlineData("J. R. R. Tolkien")]
    [InlineData("Dr. Smith")]
    [InlineData("Prof. Dr. A. Smith")]
    [InlineData("Smith et al.")]
    [InlineData("Ludwig van Beethoven")]
    [InlineData("Maria van der Berg")]
    [InlineData("New York City")]
    public void Numbers_and_names_stay_on_one_line_wherever_they_stand(string whole)
    {
        string[] filler =
            ["and", "then", "someone", "asked", "whether", "it", "could", "be", "measured", "with", "less", "effort", "than", "before"];
        for (var before = 0; before < 30; before++)
        {
            var text = string.Join(' ', [.. Words(before), whole, .. Words(12)]);
            foreach (var shape in new[] { CueShape.Vtt, CueShape.Srt })
            {
                var lines = CueShaper.Shape([Samples.Said(0, text.Length / 14.0, text)], shape)
                    .SelectMany(cue => cue.Text.Split('\n'))
                    .ToList();
                Assert.True(
                    lines.Any(line => line.Contains(whole, StringComparison.Ordinal)),
                    $"{whole} is broken in:\n{string.Join('\n', lines)}");
            }
        }

        IEnumerable<string> Words(int count) => Enumerable.Range(0, count).Select(i => filler[i % filler.Length]);
    }

    [Theory]
    [InlineData(
        "en",
        "The committee could not decide whether the old method works.",
        "The committee could not decide\nwhether the old method works.")]
    [InlineData(
        "en",
        "She had measured the temperature in the third of the rooms.",
        "She had measured the temperature\nin the third of the rooms.")]
    [InlineData(
        "en",
        "When it rains too much, the river floods the whole village.",
        "When it rains too much,\nthe river floods the whole village.")]
    [InlineData(
        "de",
        "Der Ausschuss konnte nicht sagen, ob das alte Verfahren geht.",
        "Der Ausschuss konnte nicht sagen,\nob das alte Verfahren geht.")]
    [InlineData(
        "de",
        "Wir haben gestern lange und genau mit einem alten Gerät gemessen.",
        "Wir haben gestern lange und genau\nmit einem alten Gerät gemessen.")]
    public void Lines_break_after_phrases_and_before_small_words(string language, string text, string lines) =>
        Assert.Equal(lines, Assert.Single(CueShaper.Shape([Samples.Said(0, 4.5, text)], CueShape.Vtt, language)).Text);

    [Fact]
    public void Short_sentences_share_a_cue() => Assert.Equal(
        ["Yes. It does."], TableText(Samples.Said(0, 0.4, "Yes."), Samples.Said(0.6, 1.4, "It does.")));

    [Fact]
    public void Sentences_share_no_cue_across_a_pause_a_sound_or_another_speaker()
    {
        Assert.Equal(["Yes.", "It does."], TableText(Samples.Said(0, 0.4, "Yes."), Samples.Said(2, 3, "It does.")));
        Assert.Equal(
            ["Yes.", "[bell]", "It does."],
            TableText(
                Samples.Said(0, 0.4, "Yes."),
                Samples.Said(0.4, 0.6, "[bell]") with { Kind = SegmentKind.Sound },
                Samples.Said(0.6, 1.4, "It does.")));
        Assert.Equal(
            ["Yes.", "It does."],
            TableText(Samples.Said(0, 0.4, "Yes.") with { Speaker = "Ann" }, Samples.Said(0.6, 1.4, "It does.") with { Speaker = "Bob" }));
    }

    [Fact]
    public void A_flash_takes_time_from_the_silence_around_it()
    {
        var cue = CueShaper.Shape(
            [
                Samples.Said(0, 1, "Do you agree?"),
                Samples.Said(2.8, 2.9, "Yes."),
                Samples.Said(3.3, 5, "[door]") with { Kind = SegmentKind.Sound }
            ],
            CueShape.Vtt)[1];

        Assert.Equal(
            new Cue(TimeSpan.FromSeconds(2.55), TimeSpan.FromSeconds(3.383), "Yes."), cue with { End = TimeSpan.FromSeconds(3.383) });
        Assert.InRange(cue.End - cue.Start, TimeSpan.FromMilliseconds(833), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_long_name_leaves_room_for_what_is_said()
    {
        var said = Samples.Said(0, 3, "This is what I have to say about it, and it takes a while.") with
        {
            Speaker = "Maximiliane Katharina von und zu Hohenlohe-Schillingsfürst the Younger",
        };

        var first = CueShaper.Shape([said], CueShape.Srt)[0].Text.Split('\n');

        Assert.Equal(2, first.Length);
        Assert.EndsWith("…:", first[0], StringComparison.Ordinal);
        Assert.All(first, line => Assert.InRange(line.Length, 1, 32));
    }

    private static IEnumerable<string> TableText(params Segment[] segments) =>
        CueShaper.Shape(segments, CueShape.Vtt).Select(cue => cue.Text);
}
