using PaperLedge.Cli.Demo;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Tests.Speech.Windows;

namespace PaperLedge.Tests.Speech;

/// <summary>Nothing is written that was not said.</summary>
public sealed class InventionTests
{
    private static readonly float[] s_clip = TestFiles.Reading();
    private static readonly string s_script = TestFiles.ReadingText;

    public static TheoryData<string> NoSpeech => [.. s_sounds.Keys];

    private static readonly Dictionary<string, Func<double, float[]>> s_sounds = new()
    {
        ["silence"] = Sounds.Silence,
        ["white noise"] = seconds => Sounds.White(seconds),
        ["faint noise"] = seconds => Sounds.White(seconds, 0.003f),
        ["pink noise"] = seconds => Sounds.Pink(seconds),
        ["a tone"] = seconds => Sounds.Tone(seconds),
        ["chords"] = seconds => Sounds.Chords(seconds),
        ["clicks"] = seconds => Sounds.Clicks(seconds),
        ["applause"] = seconds => Sounds.Applause(seconds),
    };

    [Theory]
    [MemberData(nameof(NoSpeech))]
    public async Task Where_nobody_speaks_nothing_is_written(string sound) =>
        Assert.Equal("", await TextAsync(s_sounds[sound](75)));

    [Theory]
    [MemberData(nameof(NoSpeech))]
    public async Task Around_speech_nothing_is_added_to_it(string sound)
    {
        var around = s_sounds[sound](20);
        var text = await TextAsync([.. around, .. s_clip, .. around]);
        var rate = WordErrorRate.Of(s_script, text);
        // "acts as" for the voice's "asks" is heard wrongly, not added.
        Assert.True(rate.Errors <= 2, $"{rate}: {text}");
    }

    [Fact]
    public async Task Half_an_hour_of_silence_around_a_sentence_leaves_the_sentence()
    {
        var text = await TextAsync([.. Sounds.Silence(900), .. s_clip, .. Sounds.Silence(900)]);
        Assert.True(WordErrorRate.Of(s_script, text).Errors <= 1, text);
    }

    [Fact]
    public async Task What_is_heard_besides_speech_is_told_in_its_place()
    {
        var segments = await SegmentsAsync([.. Sounds.Chords(12), .. s_clip, .. Sounds.Silence(5), .. Sounds.White(9)]);

        Assert.Equal(("[music]", SegmentKind.Sound), (segments[0].Text, segments[0].Kind));
        Assert.Equal(("[noise]", SegmentKind.Sound), (segments[^1].Text, segments[^1].Kind));
        Assert.All(segments[1..^1], segment => Assert.Equal(SegmentKind.Speech, segment.Kind));
        Assert.InRange((segments[0].End - segments[0].Start).TotalSeconds, 10, 12.4);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    private static async Task<string> TextAsync(float[] audio) => SpokenWords.Of(await SegmentsAsync(audio));

    private static async Task<List<Segment>> SegmentsAsync(float[] audio) =>
        [.. await OfflineModels.BuiltIn.TranscribeWholeAsync(TestFiles.Blocks(audio, 16_000), new())];
}
