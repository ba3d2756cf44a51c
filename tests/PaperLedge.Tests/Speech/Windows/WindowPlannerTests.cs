using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Windows;

public class WindowPlannerTests
{
    private static readonly SpeechDetector s_detector = new();

    /// <summary>A minute and a half of reading.</summary>
    private static readonly Reading s_speech = Readings.Join([.. Readings.All, .. Readings.All, .. Readings.All, .. Readings.All]);

    public static TheoryData<double, bool> Limits =>
        new MatrixTheoryData<double, bool>([5, 8, 17.3, WindowPlanner.LongestSeconds], [true, false]);

    public static TheoryData<string> NoSpeech => ["silence", "white", "faint", "pink", "tone", "clicks", "applause"];

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task No_window_is_longer_than_the_limit_and_none_is_much_shorter(double longest, bool detects)
    {
        var windows = await PlanAsync(s_speech.Audio, detects, longest);
        Assert.All(windows, window => Assert.InRange(window.Duration.TotalSeconds, 0.1, longest));
        Assert.InRange(windows.Count, 1, Math.Ceiling(s_speech.Audio.Length / 16_000d / ((longest - 2) / 2)));
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Their_own_parts_hold_every_word_once_and_in_order(double longest, bool detects)
    {
        var windows = await PlanAsync(s_speech.Audio, detects, longest);
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.True(pair.First.EndTime <= pair.Second.StartTime));

        var ends = s_speech.Words.Skip(1).Select(word => word.Start!.Value).Append(s_speech.End);
        foreach (var (word, end) in s_speech.Words.Zip(ends))
        {
            var middle = (word.Start!.Value + Math.Min(end, word.Start.Value + 0.3)) / 2;
            Assert.Single(windows.SelectMany(Own), own => own.Start <= middle && middle < own.End);
        }
    }

    [Fact]
    public async Task Without_a_detector_nothing_is_left_out()
    {
        var windows = await PlanAsync(s_speech.Audio, detects: false);
        Assert.Equal(TimeSpan.Zero, windows[0].StartTime);
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.EndTime, pair.Second.StartTime));
        Assert.Equal(AudioWindow.TimeOf(s_speech.Audio.Length), windows[^1].EndTime);
        Assert.All(windows, window => Assert.Single(window.Stretches));
    }

    [Theory]
    [InlineData(700, true)]
    [InlineData(16_000, true)]
    [InlineData(10_000_000, true)]
    [InlineData(700, false)]
    [InlineData(10_000_000, false)]
    public async Task Where_it_cuts_does_not_depend_on_the_blocks_that_the_stream_comes_in(int block, bool detects)
    {
        float[] audio = [.. Sounds.Chords(7.3), .. s_speech.Audio, .. Sounds.Silence(40.01), .. s_speech.Audio[..(20 * 16_000)]];
        var (one, other) = (await PlanAsync(audio, detects), await PlanAsync(audio, detects, block: block));
        Assert.Equal(one.Select(Everything), other.Select(Everything));
        Assert.All(one.Zip(other), pair => Assert.True(pair.First.Samples.Span.SequenceEqual(pair.Second.Samples.Span)));
    }

    [Fact]
    public async Task A_long_pause_is_shortened_and_times_behind_it_are_those_of_the_audio()
    {
        float[] audio = [.. Readings.All[2].Audio, .. Sounds.Silence(7), .. Readings.All[3].Audio];
        var window = Assert.Single(await PlanAsync(audio));
        Assert.InRange(window.Duration.TotalSeconds, (audio.Length / 16_000d) - 8, (audio.Length / 16_000d) - 6.3);
        Assert.Equal(2, window.Stretches.Count);
        Assert.InRange(window.Stretches[1].Start / 16_000d, Readings.All[2].End + 6.5, (Readings.All[2].Audio.Length / 16_000d) + 7.3);

        // The loudest sample of each stretch is found at the same place of the audio.
        foreach (var stretch in window.Stretches)
        {
            var loudest = Loudest(window.Samples.Span.Slice(stretch.At, stretch.Length));
            Assert.Equal(Loudest(audio.AsSpan((int)stretch.Start, stretch.Length)), loudest);
            Assert.Equal(
                stretch.Start + loudest, (long)Math.Round(window.StartAt(AudioWindow.TimeOf(stretch.At + loudest)).TotalSeconds * 16_000));
        }

        // Half of the pause lies on either side, so no word reaches to where it was cut.
        Assert.DoesNotContain(
            window.Voiced, voice => voice.Start < window.Stretches[1].At + 2000 && voice.End > window.Stretches[1].At - 2000);
    }

    [Theory]
    [MemberData(nameof(NoSpeech))]
    public async Task Where_nobody_speaks_there_is_no_window(string sound) => Assert.Empty(await PlanAsync(sound switch
    {
        "silence" => Sounds.Silence(60),
        "white" => Sounds.White(60),
        "faint" => Sounds.White(60, 0.0005f),
        "pink" => Sounds.Pink(60),
        "tone" => Sounds.Tone(60),
        "clicks" => Sounds.Clicks(60),
        _ => Sounds.Applause(60),
    }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_last_window_of_little_is_filled_with_what_lies_before(bool detects)
    {
        var audio = s_speech.Audio[..(33 * 16_000)];
        var last = (await PlanAsync(audio, detects))[^1];
        Assert.InRange(last.Duration.TotalSeconds, 28.5, WindowPlanner.LongestSeconds);
        Assert.InRange(AudioWindow.TimeOf(last.OwnEnd - last.OwnStart).TotalSeconds, 1, 16);
        Assert.Equal(last.Samples.Length, last.OwnEnd);
        Assert.All(last.Voiced, voice => Assert.True(voice.Start >= last.OwnStart));
    }

    [Fact]
    public async Task A_window_that_ends_in_a_sentence_reads_the_next_ones_first_words()
    {
        var windows = await PlanAsync(Readings.Join(Readings.All.Select(reading => reading.Trimmed())).Audio, detects: true, longest: 8);
        Assert.True(windows.Count > 3);
        Assert.All(
            windows.SkipLast(1), window => Assert.InRange(AudioWindow.TimeOf(window.Samples.Length - window.OwnEnd).TotalSeconds, 1.9, 2));
    }

    [Fact]
    public async Task Behind_a_long_pause_nothing_is_read_ahead()
    {
        // Each sentence fills more than half of a window, and two do not fit.
        Reading[] sentences = [Readings.All[0], Readings.All[2], Readings.All[3]];
        var windows = await PlanAsync(Readings.Join([.. sentences, .. sentences], gap: 2).Audio, detects: true, longest: 10);
        Assert.Equal(6, windows.Count);
        Assert.All(windows, window => Assert.Equal(window.Samples.Length, window.OwnEnd));
    }

    [Fact]
    public async Task It_cuts_in_the_longest_pause()
    {
        // Four sentences without pauses make 20 s.
        var (first, second) = (Readings.Join(Readings.All.Take(4).Select(reading => reading.Trimmed())), Readings.Join(Readings.All));
        float[] audio = [.. first.Audio, .. Sounds.White(0.6, 0.0005f), .. second.Audio];
        var windows = await PlanAsync(audio, detects: true, longest: 24);
        Assert.InRange(windows[0].EndTime.TotalSeconds, first.End, first.End + 0.9);
    }

    [Fact]
    public async Task Quiet_speech_is_found_as_loud_speech_is()
    {
        var loud = await PlanAsync(s_speech.Audio);
        var quiet = await PlanAsync([.. s_speech.Audio.Select(sample => sample / 1000)]);
        Assert.Equal(loud.Count, quiet.Count);
        Assert.Equal(Voiced(loud), Voiced(quiet), 0.02 * Voiced(loud));
    }

    private static double Voiced(IEnumerable<AudioWindow> windows) => windows.Sum(window => window.VoicedTime.TotalSeconds);

    /// <summary>What of the audio is a window's own, in seconds.</summary>
    private static IEnumerable<(double Start, double End)> Own(AudioWindow window) =>
        from stretch in window.Stretches
        let start = Math.Max(stretch.At, window.OwnStart)
        let end = Math.Min(stretch.At + stretch.Length, window.OwnEnd)
        where start < end
        select ((stretch.Start + start - stretch.At) / 16_000d, (stretch.Start + end - stretch.At) / 16_000d);

    private static string Everything(AudioWindow window) =>
        $"{window.OwnStart} to {window.OwnEnd} of {window.Samples.Length}: {string.Join(", ", window.Stretches)}; " +
        $"{string.Join(", ", window.Voiced)}";

    private static int Loudest(ReadOnlySpan<float> samples)
    {
        var loudest = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            loudest = Math.Abs(samples[i]) > Math.Abs(samples[loudest]) ? i : loudest;
        }

        return loudest;
    }

    private static async Task<List<AudioWindow>> PlanAsync(
        float[] audio, bool detects = true, double longest = WindowPlanner.LongestSeconds, int block = 4096)
    {
        var planner = new WindowPlanner(detects ? s_detector : null, TimeSpan.FromSeconds(longest), sounds: null, new(Phase.Audio));
        return await planner.PlanAsync(TestFiles.Blocks(audio, block), CancellationToken.None).Select(AudioWindow.Of).ToListAsync();
    }
}
