using System.Buffers.Binary;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Benchmarks.Speech;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Decoding;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Benchmarks.Faithfulness;

/// <summary>Measures what is read, with the demo model, on texts that it was never trained on, beside whisper.cpp on the same file and audio.</summary>
/// <param name="whisperCli">whisper.cpp's program, or null to measure ours alone.</param>
internal sealed class FaithfulnessBenchmark(string? whisperCli)
{
    private const double Near = 0.12;

    private static readonly string s_root = BenchRoot.Find();

    private readonly string _folder = Directory.CreateTempSubdirectory("paperledge-bench-").FullName;
    private readonly ResultsFile _results = new("faithfulness");

    private static string Demo => Path.Combine(s_root, "models", "demo", "ggml-demo-q8_0.bin");

    public async Task RunAsync()
    {
        try
        {
            var scripts = await HeldOutScript.SpeakAllAsync(s_root, _folder);
            _results.Line("## Faithfulness");
            _results.Line();
            _results.Line($"`./paperledge bench faithfulness{(whisperCli is null ? "" : " --whisper-cli whisper-cli")}`: the demo model on the {scripts.Count} held-out scripts of its recipe, spoken by eSpeak NG (en-us, its default rate). Greedy, no earlier text.");
            _results.Line();
            await CompareWholeFilesAsync(scripts);
            if (whisperCli is not null)
            {
                await CompareWindowsAsync(scripts);
            }

            _results.Write(Path.Combine(s_root, "bench", "RESULTS.md"));
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task CompareWholeFilesAsync(IReadOnlyList<HeldOutScript> scripts)
    {
        var (rate, distances) = (default(WordErrorRate), new List<double>());
        using var transcriber = new BenchTranscriber(new() { Model = Demo });
        foreach (var script in scripts)
        {
            var segments = await transcriber.ReadAsync(await script.ReadAsync());
            rate = Add(rate, script.Text, SpokenWords.Of(segments));
            var words = segments.SelectMany(segment => segment.Words).Select(word => new TimedWord(word.Text, word.Start.TotalSeconds));
            distances.AddRange(TimedWord.Distances(script.Words, [.. words]));
        }

        string[] Row(string name, WordErrorRate errors, List<double> apart) =>
            [name, Percent(errors.Rate), $"{apart.Count}", Percent(apart.Count(distance => distance <= Near) / (double)apart.Count), $"{1000 * apart.Order().ElementAt(apart.Count / 2):0} ms"];
        var rows = new List<string[]> { Row("PaperLedge", rate, distances) };
        foreach (var fallback in whisperCli is null ? Array.Empty<bool>() : [true, false])
        {
            var (theirRate, theirDistances) = (default(WordErrorRate), new List<double>());
            var theirs = await TheirTranscript.ReadAsync(whisperCli!, Demo, Environment.ProcessorCount, [.. scripts.Select(script => script.Wav)], fallback ? [] : ["-nf"]);
            foreach (var (script, their) in scripts.Zip(theirs))
            {
                theirRate = Add(theirRate, script.Text, their.Text);
                theirDistances.AddRange(TimedWord.Distances(script.Words, their.Words));
            }

            rows.Add(Row($"whisper.cpp{(fallback ? "" : ", no fallback")}", theirRate, theirDistances));
        }

        _results.Line($"Whole files, {rate.Words} words. Word times are compared with the synthesiser's own, of the words that were read right; whisper.cpp's are those of its JSON, which it estimates from timestamps and loudness.");
        _results.Line();
        _results.Table(["", "word error rate", "words read right", $"of these, starts within {1000 * Near:0} ms", "median distance"], rows);
    }

    /// <summary>Both are given our windows, filled up to 30 s.</summary>
    private async Task CompareWindowsAsync(IReadOnlyList<HeldOutScript> scripts)
    {
        var windows = new List<float[]>();
        foreach (var script in scripts)
        {
            var cutter = new WindowCutter(TimeSpan.FromSeconds(5));
            await foreach (var window in cutter.CutAsync(BenchAudio.StreamAsync(await script.ReadAsync()), CancellationToken.None))
            {
                // whisper.cpp refuses less than a second.
                if (window.Samples.Length > LogMelSpectrogram.SampleRate)
                {
                    windows.Add(window.Samples.ToArray());
                }
            }
        }

        List<string> wavs = [.. windows.Select((samples, i) => WriteWav(Path.Combine(_folder, $"window-{i:000}.wav"), samples))];
        var theirs = await TheirTokensAsync(wavs);
        var minutes = windows.Sum(samples => samples.Length) / 60d / LogMelSpectrogram.SampleRate;
        _results.Line($"{windows.Count} windows as our cutter makes them ({minutes:0.0} minutes), filled up to 30 s, no fallback, text tokens that are the same (one minus edit distance over length):");
        _results.Line();
        var rows = new List<string[]>();
        foreach (var isEightBit in new[] { false, true })
        {
            using var file = GgmlFile.Open(Demo);
            using var model = new LoadedModel(file, "demo", isEightBit, TimeSpan.FromSeconds(30));
            using var run = new RunOptions();
            var ours = windows.ConvertAll(samples => TokenAgreement.Greedy(model, samples, run));
            rows.Add(Agreement($"PaperLedge, {(isEightBit ? "8 bits" : "single precision")}", ours, theirs));
        }

        // The same program with the same weights, adding up in another order and precision: what no engine can be expected to pass.
        rows.Add(Agreement("whisper.cpp itself, without flash attention", await TheirTokensAsync(wavs, "-nfa"), theirs));
        _results.Table(["beside whisper.cpp", "text tokens", "", "windows the same to the last token"], rows);
    }

    private async Task<List<IReadOnlyList<int>>> TheirTokensAsync(IReadOnlyList<string> wavs, params string[] more) =>
        [.. (await TheirTranscript.ReadAsync(whisperCli!, Demo, Environment.ProcessorCount, wavs, ["-nf", .. more]))
            .Select(transcript => transcript.Tokens.Select(token => token.Id).ToList())];

    private static string[] Agreement(string name, List<IReadOnlyList<int>> windows, List<IReadOnlyList<int>> theirs)
    {
        var (tokens, changes) = TokenAgreement.Compare(windows.Zip(theirs));
        var same = windows.Zip(theirs).Count(pair => pair.First.SequenceEqual(pair.Second));
        return [name, $"{tokens - changes} of {tokens}", Percent(1 - (changes / (double)tokens)), $"{same} of {windows.Count}"];
    }

    private static WordErrorRate Add(WordErrorRate sum, string said, string heard)
    {
        var rate = WordErrorRate.Of(said, heard);
        return new(sum.Errors + rate.Errors, sum.Words + rate.Words);
    }

    private static string WriteWav(string path, float[] samples)
    {
        const int Header = 44;
        var bytes = new byte[Header + (2 * samples.Length)];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        foreach (var (at, value) in new[] { (16, 16), (20, 0x10001), (24, LogMelSpectrogram.SampleRate), (28, 2 * LogMelSpectrogram.SampleRate), (32, 0x100002) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        }

        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), bytes.Length - Header);
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(Header + (2 * i)), (short)Math.Clamp(MathF.Round(samples[i] * 32768), short.MinValue, short.MaxValue));
        }

        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);
}
