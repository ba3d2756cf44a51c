using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using PaperLedge.Cli.Demo;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Ggml;
using PaperLedge.TestSupport;
using PaperLedge.Tests.Speech.Ggml;
using PaperLedge.Tests.Speech.Windows;

namespace PaperLedge.Tests.Speech;

public sealed class OnnxTranscriberTests : IDisposable
{
    private static readonly float[] s_clip = TestFiles.Reading();
    private static readonly string s_script = TestFiles.ReadingText;

    private static readonly WhisperOptions s_random = new() { Model = RandomModel.FilePath };

    private readonly string _directory = Directory.CreateTempSubdirectory("paperledge-engine-").FullName;

    [Fact]
    public async Task The_built_in_model_understands_speech()
    {
        var transcriber = OfflineModels.BuiltIn;
        var told = new Told();
        var segments = await ReadAsync(transcriber, s_clip, progress: told);
        Assert.True(WordErrors(segments) <= 1, Text(segments));
        Assert.All(segments, segment =>
        {
            Assert.InRange(segment.AverageLogProbability, -1, 0);
            Assert.InRange(segment.NoSpeechProbability, 0, 0.6);
            Assert.Equal(segment.Text.Trim(), segment.Text);
        });
        Assert.Equal("en", told.All[^1].Language);
        Assert.Equal(new TranscriberIdentity("onnx", "base-q5_1"), transcriber.Identity);
    }

    [Fact]
    public async Task A_model_of_random_weights_writes_something_at_once_that_depends_on_the_audio()
    {
        using var transcriber = Transcriber(s_random);
        var (whole, part) = (await ReadAsync(transcriber, s_clip), await ReadAsync(transcriber, s_clip[..^16_000]));
        Assert.NotEqual(Text(whole), Text(part));
        Assert.All((List<Segment>[])[whole, part], segments =>
        {
            Assert.InRange(WordErrorRate.Normalise(Text(segments)).Count, 10, 30);
            Assert.All(segments, segment => Assert.InRange(segment.AverageLogProbability, -0.9, 0));
        });
    }

    [Fact]
    public async Task What_is_kept_from_the_model_is_told_in_the_log()
    {
        var log = new LinesLogger<OnnxTranscriber>();
        using var transcriber = new OnnxTranscriber(s_random, OfflineModels.Resolver(s_random), TimeProvider.System, log);
        await ReadAsync(transcriber, [.. s_clip, .. Sounds.Chords(12)]);
        Assert.Contains(
            "[music]",
            Assert.Single(log.Lines, line => line.Contains("No speech from", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loaded_model_is_told_in_the_log()
    {
        var log = new LinesLogger<OnnxTranscriber>();
        var options = new WhisperOptions { Model = await WriteAsync(TinyModel.Write().Bytes) };
        using var transcriber = new OnnxTranscriber(options, OfflineModels.Resolver(options), TimeProvider.System, log);
        await transcriber.LoadAsync();
        Assert.StartsWith("Information: Loaded the model tiny.bin", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_follow_the_speech_wherever_it_lies()
    {
        var transcriber = OfflineModels.BuiltIn;
        float[] audio = [.. new float[40 * 16_000], .. s_clip, .. new float[70 * 16_000], .. s_clip, .. new float[16_000]];
        var segments = await ReadAsync(transcriber, audio);
        var first = segments.Where(segment => segment.Start.TotalSeconds < 100).ToList();
        var second = segments.Where(segment => segment.Start.TotalSeconds >= 100).ToList();
        Assert.InRange(first[0].Start.TotalSeconds, 39.5, 40.5);
        Assert.InRange(second[0].Start.TotalSeconds, 116.5, 118);
        Assert.True(WordErrors(first) <= 1, Text(first));
        Assert.True(WordErrors(second) <= 1, Text(second));
        Assert.Equal(segments.OrderBy(s => s.Start).Select(s => s.Start), segments.Select(s => s.Start));
        Assert.All(segments, segment => Assert.True(segment.End >= segment.Start));
    }

    [Fact]
    public async Task Words_have_times_within_their_segment_and_make_up_its_text()
    {
        var transcriber = OfflineModels.BuiltIn;
        var segments = await ReadAsync(transcriber, [.. new float[5 * 16_000], .. s_clip]);
        Assert.All(segments, segment =>
        {
            Assert.Equal(segment.Text, string.Join(' ', segment.Words.Select(word => word.Text)));
            TimeSpan[] times = [segment.Start, .. segment.Words.SelectMany(word => new[] { word.Start, word.End }), segment.End];
            Assert.Equal(times.Order(), times);
            Assert.All(segment.Words, word => Assert.InRange(word.Probability, 0, 1));
        });
        var words = segments.SelectMany(segment => segment.Words).ToList();
        Assert.True(words.Select(word => word.Start).Distinct().Count() > words.Count * 0.8, "The words' times tell them apart.");
    }

    [Fact]
    public async Task Word_times_can_be_left_out()
    {
        using var transcriber = Transcriber(s_random with { WordTimes = false });
        Assert.All(await ReadAsync(transcriber, s_clip), segment => Assert.Empty(segment.Words));
    }

    [Fact]
    public async Task Names_that_the_episode_brings_are_shown_to_the_model_if_the_settings_say_so()
    {
        float[] twice = [.. s_clip, .. s_clip];
        TranscriptionOptions options = new(Prompt: ["Claude Shannon", "entropy"]);
        using var unprompted = Transcriber(s_random with { UsePrompt = false });
        using var prompted = Transcriber(s_random with { UsePrompt = true });
        var plain = await ReadAsync(unprompted, twice);
        Assert.Equal(plain, await ReadAsync(unprompted, twice, options), (a, b) => a.AverageLogProbability.Equals(b.AverageLogProbability));
        var shown = await ReadAsync(prompted, twice, options);
        Assert.NotEqual(plain[0].AverageLogProbability, shown.Count == 0 ? 0 : shown[0].AverageLogProbability);
    }

    /// <summary>Pieces of some windows, in any order, on transcribers of their own, with other settings that must not matter.</summary>
    [Fact]
    public async Task Pieces_in_any_order_give_the_same_segments_to_the_bit()
    {
        using var whole = Transcriber(s_random with { WindowSeconds = 8 });
        var noise = Enumerable.Range(0, 8 * 16_000).Select(i => (float)(Math.Sin(i * (double)i) * 0.2)).ToArray();
        float[] audio = [.. s_clip, .. noise, .. s_clip, .. new float[20 * 16_000], .. s_clip];
        PieceAudio.Round(audio);
        var expected = await ReadAsync(whole, audio);
        Assert.Contains(expected, segment => segment.Kind == SegmentKind.Sound);

        var planned = whole.Plan(TestFiles.Blocks(audio, 700));
        var windows = await planned.ToListAsync();
        Assert.InRange(windows.Count, 4, 20);
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var texts = new WindowText[windows.Count];
            var place = 0;
            var pieces = Enumerable.Range(0, windows.Count).GroupBy(_ => place += random.Next(2)).Select(piece => piece.ToList()).ToArray();
            random.Shuffle(pieces);
            using var other = Transcriber(s_random with { WindowSeconds = 8, BatchSize = 1 + seed, Threads = 1 + (seed % 2) });
            foreach (var piece in pieces)
            {
                var read = await other.TranscribeAsync(piece.Select(window => Copy(windows[window])).ToAsyncEnumerable(), new())
                    .ToListAsync();
                piece.Zip(read).ToList().ForEach(pair => texts[pair.First] = pair.Second);
            }

            var joined = other.Join([.. windows.Select(window => window.Plan)], Stored(texts), planned.Sounds);
            Assert.Equal(Everything(expected), Everything(joined));
        }

        // At another address each time, and as it comes out of storage.
        static PreparedWindow Copy(PreparedWindow window) =>
            window with
            {
                Plan = Stored(window.Plan),
                Samples = new float[Random.Shared.Next(9)].Concat(window.Samples.ToArray()).ToArray().AsMemory()[^window.Samples.Length..]
            };

        static T Stored<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;
    }

    private static string Everything(IEnumerable<Segment> segments) => JsonSerializer.Serialize(segments);

    [Fact]
    public async Task Batches_change_nothing_but_the_time_it_takes()
    {
        float[] audio = [.. s_clip, .. s_clip, .. s_clip];
        using var one = Transcriber(s_random with { BatchSize = 1 });
        using var eight = Transcriber(s_random with { BatchSize = 8 });
        Assert.Equal(Text(await ReadAsync(one, audio)), Text(await ReadAsync(eight, audio)));
    }

    [Fact]
    public async Task Many_calls_at_once_share_one_model()
    {
        using var transcriber = Transcriber(s_random);
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReadAsync(transcriber, s_clip)));
        Assert.Single(all.Select(Text).Distinct());
    }

    [Fact]
    public async Task Ten_transcribers_in_one_process_do_not_disturb_each_other()
    {
        var transcribers = Enumerable.Range(0, 10).Select(_ => Transcriber(s_random with { BatchSize = 2 })).ToList();
        var all = await Task.WhenAll(transcribers.Select(transcriber => ReadAsync(transcriber, s_clip)));
        Assert.Single(all.Select(Text).Distinct());
        transcribers.ForEach(transcriber => transcriber.Dispose());
    }

    [Fact]
    public async Task Silence_says_nothing_and_needs_no_windows()
    {
        using var transcriber = Transcriber(s_random);
        Assert.Empty(await ReadAsync(transcriber, new float[60 * 16_000]));
        Assert.Empty(await ReadAsync(transcriber, []));
    }

    [Fact]
    public async Task Progress_rises_to_the_end_with_the_words()
    {
        using var transcriber = Transcriber(s_random with { BatchSize = 1 });
        var told = new Told();
        var segments = await ReadAsync(transcriber, [.. s_clip, .. s_clip, .. new float[20 * 16_000]], progress: told);
        Assert.Equal(told.All.Select(progress => progress.Position).Order(), told.All.Select(progress => progress.Position));
        Assert.Equal(((2d * s_clip.Length) / 16_000) + 20, told.All[^1].Position.TotalSeconds, 1e-3);
        Assert.Equal(Text(segments).Split(' ').Length, told.All[^1].Words);
        Assert.Equal("en", told.All[^1].Language);
    }

    [Fact]
    public async Task Cancelling_answers_soon()
    {
        // One window at a time on each core, so that each can finish no more than the one that it is at.
        using var transcriber = Transcriber(s_random with { BatchSize = 1 });
        await transcriber.LoadAsync();
        using var stop = new CancellationTokenSource();
        var told = new Told { Then = stop.Cancel };
        float[] audio = [.. Enumerable.Repeat(s_clip, 20).SelectMany(samples => samples)];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ReadAsync(transcriber, audio, progress: told, cancellationToken: stop.Token));
        Assert.InRange(told.All.Count, 1, Environment.ProcessorCount);
    }

    [Theory]
    [InlineData("de", "knows English only, not the language 'de'")]
    [InlineData("tlh", "knows English only")]
    public async Task A_language_that_the_model_does_not_speak_is_refused(string language, string words)
    {
        using var transcriber = Transcriber(s_random);
        var error = await Assert.ThrowsAsync<ModelException>(() => ReadAsync(transcriber, s_clip, new(language)));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_multilingual_model_hears_a_language_or_is_told_one()
    {
        using var transcriber = Transcriber(new() { Model = await WriteAsync(TinyModel.Write(TinyModel.Multilingual).Bytes) });
        var (heard, told) = (new Told(), new Told());
        await ReadAsync(transcriber, s_clip, progress: heard);
        await ReadAsync(transcriber, s_clip, new("pt-BR"), told);
        Assert.NotNull(Languages.IndexOf(heard.All[^1].Language!, SpecialTokens.InFile(TinyModel.Multilingual)));
        Assert.Equal("pt", told.All[^1].Language);
        await Assert.ThrowsAsync<ModelException>(() => ReadAsync(transcriber, s_clip, new("tlh")));
    }

    [Fact]
    public async Task A_corrupt_model_fails_with_each_call_and_can_be_put_right()
    {
        var good = TinyModel.Write().Bytes;
        var path = await WriteAsync(good[..^5]);
        using var transcriber = Transcriber(new() { Model = path });
        Assert.Equal(path, (await Assert.ThrowsAsync<ModelFormatException>(() => ReadAsync(transcriber, s_clip))).File);
        await Assert.ThrowsAsync<ModelFormatException>(() => transcriber.LoadAsync());
        await File.WriteAllBytesAsync(path, good);
        await transcriber.LoadAsync();
        Assert.Equal("tiny.bin", transcriber.Identity.Model);
    }

    [Fact]
    public void Options_out_of_range_are_refused_at_once()
    {
        var error = Assert.Throws<ValidationException>(() => Transcriber(new() { Threads = Environment.ProcessorCount + 1 }));
        Assert.Contains("cores", error.Message, StringComparison.Ordinal);
        Assert.Throws<ValidationException>(() => Transcriber(new() { BatchSize = 0 }));
        Assert.Throws<ValidationException>(() => Transcriber(new() { WindowSeconds = 31 }));
        Assert.Throws<ValidationException>(() => Transcriber(new() { DownloadBaseUrl = new("ftp://models.example/") }));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task<List<Segment>> ReadAsync(
        OnnxTranscriber transcriber,
        float[] samples,
        TranscriptionOptions? options = null,
        IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        [.. await transcriber.TranscribeWholeAsync(TestFiles.Blocks(samples), options ?? new(), progress, cancellationToken)];

    private static string Text(IEnumerable<Segment> segments) => SpokenWords.Of(segments);

    /// <summary>Words that must be inserted, left out or changed to get what was said.</summary>
    private static int WordErrors(IEnumerable<Segment> segments) => WordErrorRate.Of(s_script, Text(segments)).Errors;

    private async Task<string> WriteAsync(byte[] model)
    {
        var path = Path.Combine(_directory, "tiny.bin");
        await File.WriteAllBytesAsync(path, model);
        return path;
    }

    private static OnnxTranscriber Transcriber(WhisperOptions options) => OfflineModels.Transcriber(options);

    private sealed class Told : IProgress<TranscriptionProgress>
    {
        public List<TranscriptionProgress> All { get; } = [];

        public Action? Then { get; init; }

        public void Report(TranscriptionProgress value)
        {
            All.Add(value);
            Then?.Invoke();
        }
    }
}
