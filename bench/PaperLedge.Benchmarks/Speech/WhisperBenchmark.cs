using System.Diagnostics;
using System.Globalization;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Decoding;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Runs every measurement of the speech engine and writes them to <c>bench/RESULTS.md</c>.</summary>
/// <param name="whisperCli">whisper.cpp's program, or null to time ours alone.</param>
internal sealed class WhisperBenchmark(string? whisperCli, int threads, int rounds)
{
    private const int Tokens = 100;
    private const int Batch = 8;

    private static readonly TimeSpan s_shortAudio = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_longAudio = TimeSpan.FromHours(3);
    private static readonly string s_root = BenchRoot.Find();

    private readonly WhisperCli? _theirs = whisperCli is null ? null : new(whisperCli);
    private readonly string _folder = Directory.CreateTempSubdirectory("paperledge-bench-").FullName;
    private readonly ResultsFile _results = new("whisper");

    private static string Demo => Path.Combine(s_root, "models", "demo", "ggml-demo-q8_0.bin");

    public async Task RunAsync(bool withMemory)
    {
        try
        {
            _results.Line("## Speech recognition");
            _results.Line();
            _results.Line($"`./paperledge bench whisper{(whisperCli is null ? "" : " --whisper-cli whisper-cli")}{(withMemory ? " --memory" : "")}`, {threads} threads; medians of {rounds} rounds, both programs in turn.");
            _results.Line();
            await CompareProgramsAsync();
            await CompareShapesAsync();
            await MeasurePrecisionAsync();
            if (withMemory)
            {
                await MeasureMemoryAsync();
            }

            _results.Write(Path.Combine(s_root, "bench", "RESULTS.md"));
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task CompareProgramsAsync()
    {
        var wav = Path.Combine(_folder, "short.wav");
        await BenchAudio.WriteAsync(s_root, wav, s_shortAudio);
        var (ours, alike, theirs) = (new List<ChildRun>(), new List<ChildRun>(), new List<ChildRun>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await TranscribeAsync(wav));
            alike.Add(await TranscribeAsync(wav, "Whisper__WordTimes=false"));
            if (_theirs is not null)
            {
                theirs.Add(await _theirs.RunAsync(Demo, wav, threads));
            }
        }

        _results.Line($"The whole program, demo model, {s_shortAudio.TotalMinutes:0} minutes of the samples:");
        _results.Line();
        string[] Row(string name, List<ChildRun> runs) =>
            [name, Seconds(runs, run => run.Wall), Seconds(runs, run => run.Processor), $"{runs.Max(run => run.Resident) >> 20} MiB"];
        var rows = new List<string[]> { Row("PaperLedge, each word timed too", ours), Row("PaperLedge, segments timed", alike) };
        if (theirs.Count > 0)
        {
            rows.Add(Row("whisper.cpp, segments timed", theirs));
            rows.Add(["ratio, words timed too", Ratio(theirs, ours, run => run.Wall), Ratio(theirs, ours, run => run.Processor), ""]);
            rows.Add(["ratio, the same work", Ratio(theirs, alike, run => run.Wall), Ratio(theirs, alike, run => run.Processor), ""]);
        }

        _results.Table(["", "wall", "processor", "memory"], rows);
    }

    private async Task CompareShapesAsync()
    {
        var wav = Path.Combine(_folder, "window.wav");
        await BenchAudio.WriteAsync(s_root, wav, TimeSpan.FromSeconds(30));
        var samples = (await BenchAudio.ReadAsync(wav))[..LogMelSpectrogram.WindowSamples];
        var rows = new List<string[]>();
        foreach (var (name, shape) in new[] { ("tiny", RandomModel.Tiny), ("base", RandomModel.Base) })
        {
            var path = Path.Combine(_folder, $"ggml-{name}.bin");
            RandomModel.Write(path, shape, Filters());
            rows.AddRange(await CompareShapeAsync(name, path, wav, samples));
            File.Delete(path);
        }

        _results.Line($"A window of 30 s with {Tokens} tokens, random half-precision weights, {Batch} windows a thread side by side:");
        _results.Line();
        _results.Table(["shape", "precision", "encoder, ms", "a token, ms", "window, ms", "whisper.cpp's encoder, token, window", "ratio", "load, ms"], rows);
    }

    private async Task<List<string[]>> CompareShapeAsync(string name, string path, string wav, float[] samples)
    {
        var rows = new List<string[]>();
        foreach (var isEightBit in new[] { true, false })
        {
            var start = Stopwatch.GetTimestamp();
            using var model = Open(path, isEightBit);
            var load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var (ours, theirs) = (new List<(double Encode, double Decode)>(), new List<(double Encode, double Decode)>());
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(ForcedWindows.Time(model, samples, threads, Batch, Tokens));
                if (_theirs is not null)
                {
                    theirs.Add(await _theirs.TimeAsync(path, wav, threads));
                }
            }

            var (encode, decode) = (Median(ours, run => run.Encode), Median(ours, run => run.Decode));
            var (theirEncode, theirDecode) = (Median(theirs, run => run.Encode), Median(theirs, run => run.Decode));
            var their = theirEncode + (Tokens * theirDecode);
            rows.Add(
            [
                name, isEightBit ? "int8" : "float32", $"{encode:0}", Text(decode / Tokens), $"{encode + decode:0}",
                theirs.Count == 0 ? "" : $"{theirEncode:0}, {Text(theirDecode)}, {their:0}",
                theirs.Count == 0 ? "" : $"{Text(their / (encode + decode))}×", $"{load:0}",
            ]);
        }

        return rows;
    }

    private async Task MeasurePrecisionAsync()
    {
        using var exact = Open(Demo, isEightBit: false);
        using var eightBit = Open(Demo, isEightBit: true);
        var wav = Path.Combine(_folder, "precision.wav");
        await BenchAudio.WriteAsync(s_root, wav, TimeSpan.FromMinutes(4));
        var samples = await BenchAudio.ReadAsync(wav);
        var (steps, agreed) = PrecisionCost.Compare(exact, eightBit, samples.Chunk(10 * LogMelSpectrogram.SampleRate));
        _results.Line($"Int8 instead of float32, demo model, the same text shown to both: the same token first in {agreed} of {steps} steps ({100d * agreed / steps:0.00} %).");
        _results.Line();
    }

    private async Task MeasureMemoryAsync()
    {
        var peaks = new List<long>();
        foreach (var length in new[] { s_shortAudio, s_longAudio })
        {
            var wav = Path.Combine(_folder, "memory.wav");
            await BenchAudio.WriteAsync(s_root, wav, length);
            peaks.Add((await TranscribeAsync(wav)).Resident);
        }

        _results.Line($"Resident memory at most: {peaks[0] >> 20} MiB for {s_shortAudio.TotalMinutes:0} minutes, {peaks[1] >> 20} MiB for {s_longAudio.TotalHours:0} hours ({100d * (peaks[1] - peaks[0]) / peaks[0]:+0;-0} %).");
        _results.Line();
    }

    private Task<ChildRun> TranscribeAsync(string wav, params string[] settings) => ChildRun.RunAsync(
        "env",
        [
            .. settings,
            $"Whisper__Threads={threads}",
            "dotnet",
            Path.Combine(s_root, "artifacts", "bin", "PaperLedge.Cli", "release", "PaperLedge.Cli.dll"),
            "transcribe",
            wav,
        ]);

    private static LoadedModel Open(string path, bool isEightBit)
    {
        using var file = GgmlFile.Open(path);
        return new(file, Path.GetFileName(path), isEightBit, TimeSpan.FromSeconds(30));
    }

    private static MelFilters Filters()
    {
        using var file = GgmlFile.Open(Demo);
        return file.Header.Filters;
    }

    private static double Median<T>(List<T> runs, Func<T, double> value) =>
        runs.Count == 0 ? 0 : runs.Select(value).Order().ElementAt(runs.Count / 2);

    private static string Seconds(List<ChildRun> runs, Func<ChildRun, TimeSpan> value) => $"{Text(Median(runs, run => value(run).TotalSeconds))} s";

    private static string Ratio(List<ChildRun> theirs, List<ChildRun> ours, Func<ChildRun, TimeSpan> value) =>
        $"{Text(Median(theirs, run => value(run).TotalSeconds) / Median(ours, run => value(run).TotalSeconds))}×";

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
