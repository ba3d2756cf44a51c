using System.Globalization;
using PaperLedge.Benchmarks.Faithfulness;
using PaperLedge.Benchmarks.Speech;
using PaperLedge.Cli.Demo;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper;

namespace PaperLedge.Benchmarks.DemoModel;

/// <summary>The tables of the demo model's card.</summary>
/// <param name="model">A ggml file.</param>
/// <param name="whisperCli">whisper.cpp's program, or null to measure ours alone.</param>
internal sealed class DemoModelBenchmark(string model, string? whisperCli)
{
    private const double Near = 0.12;

    private static readonly string s_root = BenchRoot.Find();

    private readonly string _folder = Directory.CreateTempSubdirectory("paperledge-bench-").FullName;
    private readonly ResultsFile _results = new("model");

    public async Task RunAsync()
    {
        try
        {
            _results.Line("## The demo model");
            _results.Line();
            _results.Line($"`./paperledge bench model{(whisperCli is null ? "" : " --whisper-cli whisper-cli")}`: {Path.GetFileName(model)}, {new FileInfo(model).Length:N0} bytes. Both programs greedy, without earlier text; ours with its own settings for this model.");
            _results.Line();
            var audio = await EvaluationAudio.MakeAsync(s_root, _folder);
            List<EvaluationAudio> speech = [.. audio.Where(one => one.HasSpeech)];
            await MeasureSamplesAsync();
            await MeasureConditionsAsync(speech);
            await MeasurePromptsAsync([.. speech.Where(one => one.Condition == speech[0].Condition)]);
            await MeasureSilenceAsync([.. audio.Where(one => !one.HasSpeech)]);
            _results.Write(Path.Combine(s_root, "bench", "RESULTS.md"));
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task MeasureSamplesAsync()
    {
        using var ours = Transcriber(new());
        var rows = new List<string[]>();
        foreach (var sample in SampleEpisode.ReadAll(Path.Combine(s_root, "samples")))
        {
            var wav = Path.Combine(_folder, sample.Slug.Value + ".wav");
            await ChildRun.RunAsync("ffmpeg", "-v", "error", "-y", "-i", sample.Audio, "-ar", "16000", "-ac", "1", wav);
            var script = await File.ReadAllTextAsync(sample.Script);
            var rate = WordErrorRate.Of(script, SpokenWords.Of(await ours.ReadAsync(await BenchAudio.ReadAsync(wav))));
            rows.Add([sample.Slug.Value, $"{rate.Words}", Percent(rate.Rate), .. await TheirRatesAsync([(wav, script)], [])]);
        }

        _results.Table(["sample", "words", "word error rate", .. Theirs("whisper.cpp")], rows);
    }

    private async Task MeasureConditionsAsync(IReadOnlyList<EvaluationAudio> speech)
    {
        using var ours = Transcriber(new());
        var rows = new List<string[]>();
        foreach (var condition in speech.GroupBy(one => one.Condition))
        {
            var (rate, near, sentences) = (default(WordErrorRate), 0, 0);
            foreach (var one in condition)
            {
                var segments = await ours.ReadAsync(await one.ReadAsync());
                rate = Sum(rate, WordErrorRate.Of(one.Text, SpokenWords.Of(segments)));
                near += one.SentenceStarts.Count(start => segments.Any(segment => Math.Abs(segment.Start.TotalSeconds - start) <= Near));
                sentences += one.SentenceStarts.Count;
            }

            rows.Add(
            [
                condition.Key, (condition.Sum(one => one.Seconds) / 60).ToString("0.0", CultureInfo.InvariantCulture), $"{rate.Words}", Percent(rate.Rate),
                .. await TheirRatesAsync([.. condition.Select(one => (one.Audio, one.Text))], []), $"{condition.First().Goal:P0}", Percent(near / (double)sentences),
            ]);
        }

        _results.Table(
            ["held-out texts, spoken as", "minutes", "words", "word error rate", .. Theirs("whisper.cpp"), "goal", $"sentences with a segment that starts within {1000 * Near:0} ms"], rows);
    }

    private async Task MeasurePromptsAsync(IReadOnlyList<EvaluationAudio> speech)
    {
        var rows = new List<string[]>();
        foreach (var usesPrompt in new[] { false, true })
        {
            using var ours = Transcriber(new() { UsePrompt = usesPrompt });
            var (rate, said, heard) = (default(WordErrorRate), 0, 0);
            foreach (var one in speech)
            {
                var names = SpokenNames.Of(one.Text);
                var text = SpokenWords.Of(await ours.ReadAsync(await one.ReadAsync(), new(Prompt: names)));
                rate = Sum(rate, WordErrorRate.Of(one.Text, text));
                var count = SpokenNames.Count(names, one.Text, text);
                (said, heard) = (said + count.Said, heard + count.Heard);
            }

            rows.Add([usesPrompt ? "shown each text's names" : "shown nothing", Percent(rate.Rate), $"{heard} of {said}"]);
        }

        _results.Table([$"{speech[0].Condition}, PaperLedge", "word error rate", "names spelled right"], rows);
        if (whisperCli is null)
        {
            return;
        }

        List<(string, string)> texts = [.. speech.Select(one => (one.Audio, one.Text))];
        _results.Table([$"{speech[0].Condition}, whisper.cpp", "word error rate"],
        [
            ["as above", .. await TheirRatesAsync(texts, [])],
            ["shown what it wrote before (`-mc 224`)", .. await TheirRatesAsync(texts, ["-mc", "224"])],
            ["without timestamps (`-nt`)", .. await TheirRatesAsync(texts, ["-nt"])],
        ]);
    }

    private async Task MeasureSilenceAsync(IReadOnlyList<EvaluationAudio> sounds)
    {
        using var gated = Transcriber(new());
        using var bare = Transcriber(new() { VoiceGate = false });
        async Task<string> WordsAsync(BenchTranscriber ours, EvaluationAudio sound) =>
            $"{WordErrorRate.Normalise(SpokenWords.Of(await ours.ReadAsync(await sound.ReadAsync()))).Count}";
        var rows = new List<string[]>();
        foreach (var sound in sounds)
        {
            rows.Add([sound.Condition, $"{sound.Seconds:0} s", await WordsAsync(bare, sound), await WordsAsync(gated, sound)]);
        }

        _results.Table(["no speech", "", "words written by the model alone", "with the voice gate, as it runs"], rows);
    }

    private BenchTranscriber Transcriber(WhisperOptions options) => new(options with { Model = model });

    private string[] Theirs(string head) => whisperCli is null ? [] : [head];

    private async Task<string[]> TheirRatesAsync(IReadOnlyList<(string Wav, string Text)> texts, string[] more)
    {
        if (whisperCli is null)
        {
            return [];
        }

        var theirs = await TheirTranscript.ReadAsync(whisperCli, model, Environment.ProcessorCount, [.. texts.Select(one => one.Wav)], more);
        return [Percent(texts.Zip(theirs).Aggregate(default(WordErrorRate), (sum, pair) => Sum(sum, WordErrorRate.Of(pair.First.Text, pair.Second.Text))).Rate)];
    }

    private static WordErrorRate Sum(WordErrorRate a, WordErrorRate b) => new(a.Errors + b.Errors, a.Words + b.Words);

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
