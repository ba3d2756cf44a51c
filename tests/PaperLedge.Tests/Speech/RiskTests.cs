using System.Text.Json;
using PaperLedge.Cli.Demo;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Windows;
using PaperLedge.Tests.Speech.Windows;

namespace PaperLedge.Tests.Speech;

/// <summary>What speech recognition in windows is known to get wrong, tried with the built-in model.</summary>
public sealed class RiskTests : IClassFixture<RiskTests.ShortWindows>
{
    private static readonly Reading s_plain = Readings.Join(Readings.All);
    private static readonly Lazy<Task<List<Segment>>> s_plainHeard = new(() => ReadAsync(s_plain.Audio));
    private static readonly Lazy<Task<List<List<Segment>>>> s_alone = new(ReadAloneAsync);

    /// <summary>Sentences without pauses between them, so that windows end within sentences.</summary>
    private static readonly Reading s_flowing = Readings.Join(Readings.All.Select(reading => reading.Trimmed()));

    private static readonly string[] s_names =
    [
        "Claude Shannon", "Mark Granovetter", "Leslie Lamport", "Ada Lovelace",
        "Grace Hopper", "Barbara Liskov", "Edsger Dijkstra", "Donald Knuth",
        "Margaret Hamilton", "Alan Turing",
    ];

    private readonly ShortWindows _short;

    public RiskTests(ShortWindows shortWindows) => _short = shortWindows;

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 0)]
    public async Task A_sentence_behind_a_few_seconds_of_room_tone_is_written(int first, int second)
    {
        var (one, other) = (Readings.All[first], Readings.All[second]);
        float[] audio = [.. one.Audio, .. Sounds.Pink(3, Level(-45)), .. other.Audio];
        var score = Readings.Score(Readings.Join([one, other]), await ReadAsync(audio));
        Assert.True(score is { LongestLoss: < 3, Errors: <= 3 }, $"{score}");
    }

    [Fact]
    public async Task Behind_a_single_sentence_nothing_is_invented()
    {
        var insertions = 0;
        foreach (var (reading, segments) in Readings.All.Zip(await s_alone.Value))
        {
            var end = AudioWindow.TimeOf(reading.Audio.Length);
            Assert.All(
                segments,
                segment => Assert.True(
                    segment.Start < segment.End && segment.Start < end - TimeSpan.FromSeconds(0.1) && segment.End <= end, $"{segment}"));
            insertions += Readings.Score(reading, segments).Insertions;
        }

        Assert.InRange(insertions, 0, 1);
    }

    [Fact]
    public async Task Silence_behind_each_sentence_costs_no_windows_and_no_words()
    {
        Reading[] sentences = [.. Readings.All, .. Readings.All];
        var (plain, apart) = (Readings.Join(sentences), Readings.Join(sentences, gap: 2.5));
        var (windows, windowsApart) = (await CountAsync([.. Repeat(plain.Audio, 6)]), await CountAsync([.. Repeat(apart.Audio, 6)]));
        Assert.InRange(windowsApart, windows - 1, 1.2 * windows);

        var (score, scoreApart) =
            (Readings.Score(plain, await ReadAsync(plain.Audio)), Readings.Score(apart, await ReadAsync(apart.Audio)));
        Assert.True(scoreApart.Errors <= score.Errors + 2 && scoreApart.LongestLoss <= 2, $"{score} became {scoreApart}");
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-50)]
    public async Task A_quiet_recording_is_read_as_well_as_a_loud_one(float decibels)
    {
        var loud = Readings.Score(s_plain, await s_plainHeard.Value);
        var quiet = Readings.Score(s_plain, await ReadAsync(Quieter(s_plain.Audio, decibels)));
        Assert.True(quiet.Errors <= loud.Errors + 1, $"{loud} became {quiet}");
    }

    [Fact]
    public async Task A_quiet_guest_is_read_beside_a_loud_host()
    {
        // Loudness is measured over a second, so whoever falls into the other's word stays quiet.
        var plain = Readings.Join(Readings.All, gap: 1);
        var conversation = Readings.Join(
            Readings.All.Select((reading, i) => i % 2 == 0 ? reading : reading with { Audio = Quieter(reading.Audio, -40) }), gap: 1);
        var (even, uneven) =
            (Readings.Score(plain, await ReadAsync(plain.Audio)), Readings.Score(plain, await ReadAsync(conversation.Audio)));
        Assert.True(uneven.Errors <= even.Errors + 1, $"{even} became {uneven}");
    }

    [Fact]
    public async Task Music_under_speech_leaves_no_caption_marks_and_few_errors()
    {
        var segments = await ReadAsync(Sounds.Mix(s_plain.Audio, Sounds.Chords(s_plain.Audio.Length / 16_000d, level: 0.03f)));
        Assert.All(segments.Where(segment => segment.Kind == SegmentKind.Speech), segment =>
            Assert.DoesNotContain(["[", "(", "*", "♪", ">>"], mark => segment.Text.Contains(mark, StringComparison.Ordinal)));
        var (plain, score) = (Readings.Score(s_plain, await s_plainHeard.Value), Readings.Score(s_plain, segments));
        Assert.True(score.Errors <= plain.Errors + 3, $"{plain} became {score}");
    }

    [Fact]
    public async Task Windows_that_end_within_sentences_are_joined_without_a_trace()
    {
        var windows = await CountAsync(s_flowing.Audio, ShortWindows.Seconds);
        Assert.InRange(windows, 4, 6);
        var (whole, parted) =
            (Readings.Score(s_flowing, await ReadAsync(s_flowing.Audio)), Readings.Score(s_flowing, await _short.HeardAsync()));
        Assert.True(
            parted.FalseStops <= whole.FalseStops && parted.Insertions <= whole.Insertions + 1 && parted.Deletions <= whole.Deletions + 1,
            $"{whole} became {parted}");
        Assert.Empty(parted.Loops);
    }

    [Fact]
    public async Task Names_that_are_expected_are_not_written_where_only_a_room_is_heard()
    {
        foreach (var reading in Readings.All.Take(2))
        {
            float[] audio = [.. Sounds.Pink(6, Level(-50)), .. reading.Audio, .. Sounds.Pink(12, Level(-50))];
            var segments = await ReadAsync(audio, new(Prompt: s_names));
            var text = SpokenWords.Of(segments);
            Assert.DoesNotContain(
                s_names.SelectMany(name => name.Split(' ')), name => text.Contains(name, StringComparison.OrdinalIgnoreCase));
            Assert.True(Readings.Score(reading, segments).Insertions <= 1, text);
        }
    }

    [Fact]
    public async Task Names_that_are_expected_are_spelled_right()
    {
        var audio = TestFiles.Samples(TestFiles.PathOf("names.wav"));
        var (plain, shown) = (
            SpokenWords.Of(await ReadAsync(audio)),
            SpokenWords.Of(await ReadAsync(audio, new(Prompt: ["The Strength of Weak Ties", "Mark Granovetter"]))));
        Assert.DoesNotContain("Granovetter", plain, StringComparison.Ordinal);
        Assert.Contains("Mark Granovetter", shown, StringComparison.Ordinal);
        Assert.Contains("American Journal", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("fr")]
    public async Task Each_half_of_a_file_in_two_languages_is_written_in_its_own(string? likely)
    {
        var german = TestFiles.Samples(TestFiles.PathOf("german.wav"));
        var change = s_plain.Audio.Length / 16_000d;
        var segments = await ReadAsync([.. s_plain.Audio, .. german], new() { LikelyLanguage = likely });
        Assert.All(
            segments, segment => Assert.Equal((segment.Start + segment.End).TotalSeconds / 2 < change ? "en" : "de", segment.Language));

        var (english, other) = (
            Readings.Score(s_plain, segments.Where(segment => segment.Language == "en")),
            SpokenWords.Of(segments.Where(segment => segment.Language == "de")));
        Assert.True(english.Errors <= 6, $"{english}");
        Assert.Contains("herzlich willkommen", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expected_language_is_overruled_and_a_told_one_is_not()
    {
        Assert.All(await ReadAsync(s_plain.Audio, new() { LikelyLanguage = "de" }), segment => Assert.Equal("en", segment.Language));
        Assert.All(await ReadAsync(Readings.All[0].Audio, new("de")), segment => Assert.Equal("de", segment.Language));
    }

    [Fact]
    public async Task Words_start_when_they_are_said()
    {
        // Where the frames lie must not matter much, so the sentences are heard once more, half a frame later.
        var later = Readings.All.Select(reading => Readings.Join([new(Sounds.Silence(0.016), [], 0), reading])).ToList();
        var score = Readings.All.Zip(await s_alone.Value)
            .Select(pair => Readings.Score(pair.First, pair.Second))
            .Aggregate((one, other) => one + other);
        foreach (var reading in later)
        {
            score += Readings.Score(reading, await ReadAsync(reading.Audio));
        }

        Assert.InRange(score.StartErrors.Count, 120, 142);
        Assert.InRange(score.StartError(0.5)!.Value, 0, 0.05);
        Assert.InRange(score.StartError(0.95)!.Value, 0, 0.15);
    }

    [Fact]
    public async Task Eight_bits_write_what_32_do()
    {
        using var exact = OfflineModels.Transcriber(new() { Precision = WhisperPrecision.Float32 });
        var (one, other) = (SpokenWords.Of(await s_plainHeard.Value), SpokenWords.Of(await ReadAsync(s_plain.Audio, transcriber: exact)));
        Assert.InRange(WordErrorRate.Of(other, one).Errors, 0, 1);
    }

    [Fact]
    public async Task A_segment_does_not_depend_on_what_is_read_beside_it()
    {
        using var beside = OfflineModels.Transcriber(new() { WindowSeconds = ShortWindows.Seconds, BatchSize = 8 });
        Assert.Equal(
            JsonSerializer.Serialize(await _short.HeardAsync()),
            JsonSerializer.Serialize(await ReadAsync(s_flowing.Audio, transcriber: beside)));
    }

    [Fact]
    public async Task Each_window_has_a_line_in_the_log()
    {
        await _short.HeardAsync();
        var lines = _short.Windows.ToList();
        Assert.Equal(await CountAsync(s_flowing.Audio, ShortWindows.Seconds), lines.Count);
        Assert.All(lines, line => Assert.Matches(
            @"^Debug: Window \d+: start=[\d.]+ length=[\d.]+ speech=[\d.]+ tokens=\d+ drafts=\d+ temperature=[\d.]+ " +
            @"logprob=-?[\d.]+ nospeech=[\d.]+ last=[\d.]+ behind=[\d.]+ rereads=\d+ language=en$",
            line));
    }

    private static async Task<List<List<Segment>>> ReadAloneAsync()
    {
        var heard = new List<List<Segment>>();
        foreach (var reading in Readings.All)
        {
            heard.Add(await ReadAsync(reading.Audio));
        }

        return heard;
    }

    private static async Task<List<Segment>> ReadAsync(
        float[] audio, TranscriptionOptions? options = null, OnnxTranscriber? transcriber = null) =>
        [.. await (transcriber ?? OfflineModels.BuiltIn).TranscribeWholeAsync(TestFiles.Blocks(audio), options ?? new())];

    private static async Task<int> CountAsync(float[] audio, double longest = WindowPlanner.LongestSeconds)
    {
        var detector = new SpeechDetector();
        var planner = new WindowPlanner(detector, TimeSpan.FromSeconds(longest), sounds: null, new(Phase.Audio));
        return await planner.PlanAsync(TestFiles.Blocks(audio), CancellationToken.None).CountAsync();
    }

    private static IEnumerable<float> Repeat(float[] audio, int times) => Enumerable.Repeat(audio, times).SelectMany(samples => samples);

    private static float[] Quieter(float[] audio, float decibels) => [.. audio.Select(sample => sample * Level(decibels))];

    private static float Level(float decibels) => MathF.Pow(10, decibels / 20);

    /// <summary>The built-in model with windows so short that sentences do not fit, one at a time.</summary>
    public sealed class ShortWindows : IDisposable
    {
        public const double Seconds = 8;

        private readonly LinesLogger<OnnxTranscriber> _log = new();
        private readonly OnnxTranscriber _transcriber;
        private List<Segment>? _heard;

        public ShortWindows()
        {
            var options = new WhisperOptions { WindowSeconds = Seconds, BatchSize = 1, Threads = 1 };
            _transcriber = new(options, OfflineModels.Resolver(options), TimeProvider.System, _log);
        }

        /// <summary>The log's lines about windows.</summary>
        public IEnumerable<string> Windows => _log.Lines.Where(line => line.Contains("Window ", StringComparison.Ordinal));

        /// <summary>The flowing sentences, read once.</summary>
        public async Task<List<Segment>> HeardAsync() => _heard ??= await ReadAsync(s_flowing.Audio, transcriber: _transcriber);

        public void Dispose() => _transcriber.Dispose();
    }
}
