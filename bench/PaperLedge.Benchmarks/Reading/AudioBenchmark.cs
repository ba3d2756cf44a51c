using System.Globalization;
using PaperLedge.Benchmarks.Speech;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Benchmarks.Reading;

/// <summary>Reads ten minutes of audio in each usual format as the app does, and with ffmpeg alone, in turn.</summary>
internal sealed class AudioBenchmark(int rounds)
{
    private static readonly (string Name, string[] Encoding)[] s_files =
    [
        ("mono.mp3", ["-c:a", "libmp3lame", "-b:a", "64k", "-ar", "44100", "-ac", "1"]),
        ("stereo.mp3", ["-c:a", "libmp3lame", "-b:a", "128k", "-ar", "44100", "-ac", "2"]),
        ("mono.m4a", ["-c:a", "aac", "-b:a", "64k", "-ar", "44100", "-ac", "1", "-movflags", "+faststart"]),
        ("stereo.m4a", ["-c:a", "aac", "-b:a", "128k", "-ar", "44100", "-ac", "2", "-movflags", "+faststart"]),
        ("stereo.flac", ["-c:a", "flac", "-ar", "44100", "-ac", "2"]),
        ("mono.wav", ["-c:a", "pcm_s16le", "-ar", "44100", "-ac", "1"]),
        ("mono.opus", ["-c:a", "libopus", "-b:a", "32k", "-ac", "1"]),
    ];

    private readonly ResultsFile _results = new("audio");
    private readonly AudioOptions _options = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var root = BenchRoot.Find();
        var folder = Directory.CreateTempSubdirectory("paperledge-bench-");
        try
        {
            _results.Line("## Reading audio files");
            _results.Line();
            _results.Line(
                $"`./paperledge bench audio`: processor time, in seconds, for ten minutes of speech: inspected, decoded and measured as " +
                $"by a preparation, beside ffmpeg, which decodes and resamples it to 16 kHz mono. In turn; medians of {rounds} rounds.");
            _results.Line();
            var rows = new List<string[]>();
            foreach (var (name, encoding) in s_files)
            {
                var file = Path.Combine(folder.FullName, name);
                await ChildRun.RunAsync(
                    "ffmpeg",
                    [
                        "-v", "error", "-y", "-i", Path.Combine(root, "bench", "audio", "long-talk.opus"),
                        .. encoding, file,
                    ]);
                rows.Add(await MeasureAsync(file, cancellationToken));
            }

            _results.Table(["file", "the app", "of which ffmpeg", "ffmpeg alone", "ratio"], rows);
            _results.Write(Path.Combine(root, "bench", "RESULTS.md"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string[]> MeasureAsync(string file, CancellationToken cancellationToken)
    {
        var (apps, tools, alone) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var (own, children) = await ReadAsync(file, cancellationToken);
            apps.Add((own + children).TotalSeconds);
            tools.Add(children.TotalSeconds);
            var plain = await ChildRun.RunAsync(
                _options.FfmpegPath, "-v", "error", "-y", "-i", file, "-vn", "-ac", "1", "-ar", "16000", "-f", "f32le", "/dev/null");
            alone.Add(plain.Processor.TotalSeconds);
        }

        var (app, tool, ffmpeg) = (Median(apps), Median(tools), Median(alone));
        return [Path.GetFileName(file), Text(app), Text(tool), Text(ffmpeg), Text(app / ffmpeg)];
    }

    private async Task<(TimeSpan Own, TimeSpan Children)> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var (own, children) = (Environment.CpuUsage.TotalTime, ChildRun.ChildrenTime());
        var probe = await new AudioProbe(_options).ProbeAsync(file, Path.GetFileName(file), cancellationToken);
        var meter = new SoundMeter();
        await foreach (var block in new FfmpegDecoder(_options).DecodeAsync(AudioSource.File(file), probe, meter, cancellationToken))
        {
            GC.KeepAlive(block);
        }

        return (Environment.CpuUsage.TotalTime - own, ChildRun.ChildrenTime() - children);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
