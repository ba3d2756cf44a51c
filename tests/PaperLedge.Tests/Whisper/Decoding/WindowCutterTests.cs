using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Tests.Whisper.Decoding;

public class WindowCutterTests
{
    private const int Second = LogMelSpectrogram.SampleRate;

    [Property(MaxTest = 60)]
    public async Task No_sample_is_lost_or_doubled_but_silence_before_speech(NonEmptyArray<byte> plan, PositiveInt block, byte preferred)
    {
        var audio = Speech(plan.Get);
        var windows = await CutAsync(audio, 2 + (preferred % 29), 1 + (block.Get * 97 % 50_000));
        var at = 0L;
        foreach (var window in windows)
        {
            // Before the audio there is silence.
            var start = Math.Max(0, window.Start);
            Assert.True(start >= at, "windows overlap");
            AssertSilent(audio, at, start);
            Assert.Equal(audio.AsSpan((int)start, (int)(window.End - start)), window.From((int)(start - window.Start)).Samples.Span);
            Assert.InRange(window.Samples.Length, 1, LogMelSpectrogram.WindowSamples);
            at = window.End;
        }

        AssertSilent(audio, at, audio.Length);
    }

    [Property(MaxTest = 30)]
    public async Task Cuts_do_not_depend_on_how_the_stream_is_cut_into_blocks(NonEmptyArray<byte> plan, PositiveInt block)
    {
        var audio = Speech(plan.Get);
        var small = await CutAsync(audio, 5, 1 + (block.Get * 31 % 9_000));
        var large = await CutAsync(audio, 5, 3 * Second);
        Assert.Equal(large.Select(window => (window.Start, window.End)), small.Select(window => (window.Start, window.End)));
    }

    [Property(MaxTest = 40)]
    public async Task Cuts_do_not_depend_on_how_much_silence_comes_first(NonEmptyArray<byte> plan, PositiveInt silence)
    {
        var audio = Speech(plan.Get);
        var shift = silence.Get * 1_237 % (31 * Second);
        var plain = await CutAsync(audio, 5, 4096);
        var shifted = await CutAsync([.. new float[shift], .. audio], 5, 4096);
        Assert.Equal(plain.Select(window => (window.Start + shift, window.End + shift)), shifted.Select(window => (window.Start, window.End)));
        Assert.All(plain.Zip(shifted), pair => Assert.Equal(pair.First.Samples.Span, pair.Second.Samples.Span));
    }

    [Theory]
    [InlineData(5, 2.5, 7.5)]
    [InlineData(10, 5, 15)]
    [InlineData(25, 12.5, 30)]
    public async Task A_cut_lies_in_the_longest_pause_near_the_preferred_length(int preferred, double from, double to)
    {
        // Breaths of 60 ms every 0.7 s, and one sentence's end in the middle of the range.
        var audio = Tone(60);
        for (var at = 0.5; at < 59; at += 0.7)
        {
            Silence(audio, at, 0.06);
        }

        var pause = (from + to) / 2;
        Silence(audio, pause, 0.5);
        var first = (await CutAsync(audio, preferred, 4096))[0];
        Assert.InRange(first.Duration.TotalSeconds, pause, pause + 0.5);
    }

    [Fact]
    public async Task Speech_without_any_pause_is_cut_at_the_longest_length()
    {
        var windows = await CutAsync(Tone(95), 25, Second);
        Assert.All(windows, window => Assert.True(window.Duration <= TimeSpan.FromSeconds(30)));
        Assert.Equal(95 * Second, windows.Sum(window => window.Samples.Length) + windows[0].Start);
    }

    [Fact]
    public async Task Half_an_hour_of_silence_around_a_sentence_is_skipped()
    {
        var audio = new float[1800 * Second];
        Tone(3).CopyTo(audio, 900 * Second);
        var window = Assert.Single(await CutAsync(audio, 25, 7 * Second));
        Assert.InRange(window.StartTime.TotalSeconds, 899.5, 900);
        Assert.InRange(window.EndTime.TotalSeconds, 903, 903.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(16_000)]
    [InlineData(2_000_000)]
    public async Task Silence_gives_no_window(int samples) => Assert.Empty(await CutAsync(new float[samples], 25, 1000));

    [Theory]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(161)]
    public async Task Audio_shorter_than_a_frame_or_hardly_longer_does_no_harm(int samples) =>
        Assert.True((await CutAsync(Tone(1)[..samples], 25, 1000)).Count <= 1);

    private static async Task<List<AudioWindow>> CutAsync(float[] audio, double preferred, int block)
    {
        var windows = new List<AudioWindow>();
        var cutter = new WindowCutter(TimeSpan.FromSeconds(preferred));
        await foreach (var window in cutter.CutAsync(TestFiles.Blocks(audio, block), CancellationToken.None))
        {
            windows.Add(window);
        }

        Assert.Equal(AudioWindow.TimeOf(audio.Length), cutter.Position);
        return windows;
    }

    /// <summary>Each byte is a stretch of up to 2.5 s of tone and one of silence, now and then a long one.</summary>
    private static float[] Speech(byte[] plan)
    {
        var audio = new List<float>();
        foreach (var part in plan)
        {
            audio.AddRange(Tone(0.1 + (part / 100d)));
            audio.AddRange(new float[part % 7 == 0 ? 5 * Second : part * 50]);
        }

        return [.. audio];
    }

    private static float[] Tone(double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * Second)).Select(n => 0.2f * MathF.Sin(n * 0.3f))];

    private static void Silence(float[] audio, double from, double seconds) =>
        audio.AsSpan((int)(from * Second), (int)(seconds * Second)).Clear();

    private static void AssertSilent(float[] audio, long from, long to) =>
        Assert.True(LevelEnvelope.AudibleSeconds(audio.AsSpan((int)from, (int)(to - from))) == 0, $"speech between samples {from} and {to} is lost");
}
