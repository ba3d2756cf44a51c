using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Cli.Demo;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.WhisperNet;
using PaperLedge.TestSupport;
using PaperLedge.Tests.Speech.Ggml;

namespace PaperLedge.Tests.Speech.WhisperNet;

/// <summary>The engine that <c>Whisper__Engine=WhisperNet</c> chooses, with its native library.</summary>
public sealed class WhisperNetTranscriberTests : IDisposable
{
    private static readonly float[] s_clip = TestFiles.Reading();
    private static readonly string s_script = TestFiles.ReadingText;

    private static readonly WhisperOptions s_random = new() { Model = RandomModel.FilePath };

    private readonly string _directory = Directory.CreateTempSubdirectory("paperledge-whisper-net-").FullName;

    [Fact]
    public async Task The_built_in_model_understands_speech()
    {
        using var transcriber = Transcriber(new(), threads: 0);
        AssertUnderstood(await ReadAsync(transcriber, s_clip));
        Assert.Equal(new TranscriberIdentity("whisper.net", "base-q5_1"), transcriber.Identity);
    }

    [Fact]
    public async Task A_beam_understands_it_too()
    {
        using var transcriber = Transcriber(new() { BeamSize = 3 });
        AssertUnderstood(await ReadAsync(transcriber, s_clip));
    }

    [Fact]
    public async Task Segments_follow_each_other_where_the_speech_is()
    {
        using var transcriber = Transcriber(new());
        float[] audio = [.. new float[20 * 16_000], .. s_clip, .. new float[30 * 16_000], .. s_clip];
        var segments = await ReadAsync(transcriber, audio);

        TimeSpan[] times =
            [.. segments.SelectMany(segment => new[] { segment.Start, segment.End }), TimeSpan.FromSeconds(audio.Length / 16_000d)];
        Assert.Equal(times.Order(), times);
        Assert.InRange(segments[0].Start.TotalSeconds, 19, 21);
        var second = 50 + (s_clip.Length / 16_000d);
        AssertUnderstood(segments.Where(segment => segment.Start.TotalSeconds < second - 15));
        AssertUnderstood(segments.Where(segment => segment.Start.TotalSeconds > second - 15));
        Assert.InRange(segments.First(segment => segment.Start.TotalSeconds > second - 15).Start.TotalSeconds, second - 1, second + 1);
    }

    [Fact]
    public async Task Pieces_in_any_order_give_the_same_segments()
    {
        using var transcriber = Transcriber(s_random with { WindowSeconds = 5 });
        float[] pause = new float[20 * 16_000];
        float[] audio = [.. s_clip, .. pause, .. s_clip, .. pause, .. s_clip];
        var whole = await ReadAsync(transcriber, audio);

        var planned = transcriber.Plan(TestFiles.Blocks(audio));
        var windows = await planned.ToListAsync();
        var texts = new List<WindowText>();
        foreach (var window in windows.AsEnumerable().Reverse())
        {
            texts.Insert(0, await transcriber.TranscribeAsync(AsyncEnumerable.Repeat(window, 1), new()).SingleAsync());
        }

        Assert.Equal(
            JsonSerializer.Serialize(whole), JsonSerializer.Serialize(transcriber.Join(planned.Windows, texts, planned.Sounds)));
    }

    [Fact]
    public async Task Words_have_times_within_their_segment_and_make_up_its_text()
    {
        using var transcriber = Transcriber(s_random);
        var segments = await ReadAsync(transcriber, s_clip);
        Assert.All(segments, segment =>
        {
            Assert.Equal(segment.Text, string.Join(' ', segment.Words.Select(word => word.Text)));
            TimeSpan[] times = [segment.Start, .. segment.Words.SelectMany(word => new[] { word.Start, word.End }), segment.End];
            Assert.Equal(times.Order(), times);
            Assert.All(segment.Words, word => Assert.InRange(word.Probability, 0, 1));
        });
    }

    [Fact]
    public async Task Word_times_can_be_left_out()
    {
        using var transcriber = Transcriber(s_random with { WordTimes = false });
        Assert.All(await ReadAsync(transcriber, s_clip), segment => Assert.Empty(segment.Words));
    }

    [Fact]
    public async Task Silence_says_nothing()
    {
        using var transcriber = Transcriber(s_random);
        Assert.Empty(await ReadAsync(transcriber, new float[60 * 16_000]));
        Assert.Empty(await ReadAsync(transcriber, []));
    }

    [Fact]
    public async Task Progress_ends_at_the_end_of_the_audio()
    {
        using var transcriber = Transcriber(s_random with { WindowSeconds = 5 });
        var progress = new Recorder();
        var segments = await ReadAsync(transcriber, [.. s_clip, .. new float[20 * 16_000]], progress: progress);
        Assert.Equal(progress.Reports.Select(report => report.Position).Order(), progress.Reports.Select(report => report.Position));
        Assert.Equal((s_clip.Length / 16_000d) + 20, progress.Reports[^1].Position.TotalSeconds, 1e-3);
        Assert.Equal(SpokenWords.Of(segments).Split(' ').Length, progress.Reports[^1].Words);
        Assert.Equal("en", progress.Reports[^1].Language);
    }

    [Theory]
    [InlineData("de", "knows English only, not the language 'de'")]
    [InlineData("tlh", "knows English only")]
    public async Task A_language_that_the_model_does_not_know_is_refused(string language, string words)
    {
        using var transcriber = Transcriber(s_random);
        var error = await Assert.ThrowsAsync<ModelException>(() => ReadAsync(transcriber, s_clip, new(language)));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_multilingual_model_detects_a_language_or_is_given_one()
    {
        var tokens = SpecialTokens.InFile(TinyModel.Multilingual);
        var model = await WriteAsync(TinyModel.Write(TinyModel.Multilingual, isPlain: true).Bytes);
        using var transcriber = Transcriber(new() { Model = model, BestOf = 1 });
        var (detected, given) = (new Recorder(), new Recorder());
        await ReadAsync(transcriber, s_clip[..16_000], progress: detected);
        await ReadAsync(transcriber, s_clip[..16_000], new("pt-BR"), given);
        Assert.NotNull(Languages.IndexOf(detected.Reports[^1].Language!, tokens));
        Assert.Equal("pt", given.Reports[^1].Language);
        await Assert.ThrowsAsync<ModelException>(() => ReadAsync(transcriber, s_clip, new("tlh")));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task A_damaged_model_fails_with_each_call_and_can_be_replaced(double part)
    {
        var good = await File.ReadAllBytesAsync(RandomModel.FilePath);
        var path = await WriteAsync(good[..(int)(good.Length * part)]);
        using var transcriber = Transcriber(new() { Model = path });
        for (var call = 0; call < 2; call++)
        {
            Assert.Equal(path, (await Assert.ThrowsAsync<ModelFormatException>(() => ReadAsync(transcriber, s_clip))).File);
        }

        await File.WriteAllBytesAsync(path, good);
        Assert.NotEmpty(await ReadAsync(transcriber, s_clip));
    }

    [Fact]
    public async Task A_model_that_only_the_other_engine_can_read_is_refused()
    {
        using var transcriber = Transcriber(new() { Model = await WriteAsync(TinyModel.Write().Bytes) });
        var error = await Assert.ThrowsAsync<ModelException>(() => ReadAsync(transcriber, s_clip));
        Assert.Contains("cannot load the model 'model.bin'. Set Whisper__Engine to Onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_the_episode_brings_are_shown_to_the_model_if_the_settings_say_so()
    {
        TranscriptionOptions options = new(Prompt: ["Claude Shannon", "entropy"]);
        using var unprompted = Transcriber(s_random with { UsePrompt = false });
        using var prompted = Transcriber(s_random with { UsePrompt = true });
        var plain = (await ReadAsync(unprompted, s_clip))[0].AverageLogProbability;
        Assert.Equal(plain, (await ReadAsync(unprompted, s_clip, options))[0].AverageLogProbability);
        var shown = await ReadAsync(prompted, s_clip, options);
        Assert.NotEqual(plain, shown.Count > 0 ? shown[0].AverageLogProbability : 0);
    }

    [Fact]
    public async Task Two_files_at_once_share_one_model()
    {
        using var transcriber = Transcriber(s_random);
        var alone = await ReadAsync(transcriber, s_clip);
        var other = s_clip[..^16_000];
        var otherAlone = await ReadAsync(transcriber, other);
        var both = await Task.WhenAll(ReadAsync(transcriber, s_clip), ReadAsync(transcriber, other));
        Assert.Equal(SpokenWords.Of(alone), SpokenWords.Of(both[0]));
        Assert.Equal(SpokenWords.Of(otherAlone), SpokenWords.Of(both[1]));
    }

    [Fact]
    public async Task Cancelling_ends_it_within_a_window()
    {
        using var transcriber = Transcriber(s_random);
        float[] audio = [.. Enumerable.Repeat(s_clip, 60).SelectMany(samples => samples)];
        using var stop = new CancellationTokenSource();
        var progress = new Recorder { AfterFirst = () => stop.CancelAfter(TimeSpan.FromMilliseconds(50)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ReadAsync(transcriber, audio, progress: progress, cancellationToken: stop.Token));
        Assert.InRange(progress.Reports[^1].Position.TotalSeconds, 0, audio.Length / 16_000d / 2);
        Assert.NotEmpty(await ReadAsync(transcriber, s_clip));
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_the_engine_usable()
    {
        using var transcriber = Transcriber(s_random with { WindowSeconds = 5 });
        await foreach (var text in transcriber.TranscribeAsync(transcriber.Plan(TestFiles.Blocks([.. s_clip, .. s_clip])), new()))
        {
            Assert.NotEmpty(text.Segments);
            break;
        }

        Assert.NotEmpty(await ReadAsync(transcriber, s_clip));
    }

    [Fact]
    public async Task A_disposed_engine_refuses_work()
    {
        var (used, unused) = (Transcriber(s_random), Transcriber(s_random));
        await ReadAsync(used, s_clip);
        used.Dispose();
        used.Dispose();
        unused.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(used, s_clip));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(unused, s_clip));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <param name="threads">
    /// One: whisper.cpp's threads wait for each other in a loop, which starves the tests that run beside them.
    /// </param>
    private static WhisperNetTranscriber Transcriber(WhisperOptions options, int threads = 1)
    {
        var chosen = options with { Engine = WhisperEngine.WhisperNet, Threads = threads };
        return Assert.IsType<WhisperNetTranscriber>(
            SpeechEngines.Create(chosen, OfflineModels.Resolver(chosen), TimeProvider.System, NullLoggerFactory.Instance));
    }

    private static Task<IReadOnlyList<Segment>> ReadAsync(
        WhisperNetTranscriber transcriber,
        float[] samples,
        TranscriptionOptions? options = null,
        IProgress<TranscriptionProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        transcriber.TranscribeWholeAsync(TestFiles.Blocks(samples), options ?? new(), progress, cancellationToken);

    private static void AssertUnderstood(IEnumerable<Segment> segments)
    {
        var text = SpokenWords.Of(segments);
        var rate = WordErrorRate.Of(s_script, text);
        Assert.True(rate.Errors <= 1, $"{rate}: {text}");
    }

    private async Task<string> WriteAsync(byte[] model)
    {
        var path = Path.Combine(_directory, "model.bin");
        await File.WriteAllBytesAsync(path, model);
        return path;
    }

    private sealed class Recorder : IProgress<TranscriptionProgress>
    {
        public List<TranscriptionProgress> Reports { get; } = [];

        public Action? AfterFirst { get; init; }

        public void Report(TranscriptionProgress value)
        {
            Reports.Add(value);
            if (Reports.Count == 1)
            {
                AfterFirst?.Invoke();
            }
        }
    }
}
