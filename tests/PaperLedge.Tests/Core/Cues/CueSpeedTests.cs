using PaperLedge.Core.Cues;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Cues;

/// <summary>The measure of layouts, on layouts that are not ours.</summary>
public sealed class CueSpeedTests
{
    [Theory]
    [InlineData(1.0, "Seventeen letters", false)]
    [InlineData(1.5, "Seventeen letters", false)]
    [InlineData(0.95, "Seventeen letters", true)]
    [InlineData(1.0, "Eighteen\nletters it", true)]
    public void Seventeen_characters_a_second_can_be_read(double seconds, string text, bool isTooFast) =>
        Assert.Equal(
            isTooFast, CueSpeed.IsTooFast(new Cue(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5 + seconds), text), CueShape.Vtt));

    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0.1, false)]
    public void A_pause_behind_a_cue_is_time_that_it_could_have_had(double pause, bool isAvoidable)
    {
        // 20.7 characters a second, and then a cue that has just the time it needs, and no place but its ends to break at.
        var fast = Spoken(0, 1.4, "This is said rather too fast.");
        var slow = Spoken(1.4 + pause, 4.75, "Every reader finds these unhurried words entirely comfortable everywhere always.");

        Assert.Equal(
            isAvoidable ? [AsSaid(fast)] : [],
            CueSpeed.Avoidable([AsSaid(fast), AsSaid(slow)], [fast, slow], CueShape.Vtt, "en", slow.End));
    }

    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0.1, false)]
    public void So_is_what_follows_the_last_cue_until_the_audio_ends(double pause, bool isAvoidable)
    {
        var fast = Spoken(0, 1.4, "This is said rather too fast.");

        Assert.Equal(
            isAvoidable ? [AsSaid(fast)] : [], CueSpeed.Avoidable([AsSaid(fast)], [fast], CueShape.Vtt, "en", fast.End + At(pause)));
    }

    [Fact]
    public void A_cue_that_could_share_the_card_of_its_neighbour_has_its_time()
    {
        var (slow, fast) = (Spoken(0, 2, "This one is slow enough."), Spoken(2, 1.4, "This is said rather too fast."));

        Assert.Equal([AsSaid(fast)], CueSpeed.Avoidable([AsSaid(slow), AsSaid(fast)], [slow, fast], CueShape.Vtt));
    }

    [Fact]
    public void A_neighbour_that_could_take_some_words_is_time_too()
    {
        var said = Spoken(0, 5, "It was a very slow day, and then they all came, which nobody had expected.");
        Cue[] uneven =
        [
            new(At(0), said.Words[5].Start, "It was a very slow"),
            new(said.Words[5].Start, At(5), "day, and then they all came,\nwhich nobody had expected.")
        ];
        Cue[] pressed =
        [
            new(At(0), At(2.2), "It was a very slow"),
            new(At(2.2), At(5), "day, and then they all came,\nwhich nobody had expected.")
        ];

        Assert.Empty(CueSpeed.Avoidable(uneven, [said], CueShape.Vtt));
        Assert.Equal([pressed[1]], CueSpeed.Avoidable(pressed, [said], CueShape.Vtt));
    }

    [Fact]
    public void Nobody_is_blamed_for_fast_speech()
    {
        var said = Spoken(
            0,
            6,
            "Whoever speaks as fast as this leaves no time to read, wherever one may divide it, " +
            "and no pause that anyone could use to catch up with it.");
        var cues = CueShaper.Shape([said], CueShape.Vtt, "en", At(6));

        Assert.Contains(cues, cue => CueSpeed.IsTooFast(cue, CueShape.Vtt));
        Assert.Empty(CueSpeed.Avoidable(cues, [said], CueShape.Vtt, "en", At(6)));
    }

    private static Cue AsSaid(Segment segment) => new(segment.Start, segment.End, segment.Text);

    /// <summary>Each character takes as long as the next.</summary>
    private static Segment Spoken(double start, double seconds, string text)
    {
        var (words, now) = (new List<Word>(), start);
        foreach (var word in text.Split(' '))
        {
            var end = now + (seconds * (word.Length + 1) / (text.Length + 1));
            words.Add(new Word(At(now), At(end), word, 0.9));
            now = end;
        }

        return new Segment(At(start), At(start + seconds), text, -0.1, 0) { Words = words };
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
}
