using System.Globalization;

namespace PaperLedge.Benchmarks.Scaling;

/// <summary>Measures a piece of ten minutes, and simulates days of uploads with its times.</summary>
internal sealed class ScalingBenchmark(HostScaling host, UploadDay day, int seed)
{
    private const double PieceSeconds = 600;

    // An instance with two cores: 4,096 MB on Flex Consumption.
    private const int InstanceGigabytes = 4;

    // Registration: the event's way to the app, and reading the upload's first bytes.
    private const double RegistrationSeconds = 3;

    private static readonly int[] s_uploads = [1, 100, 1_000, 10_000];

    private readonly ResultsFile _results = new("scaling");

    /// <param name="tinyModel">A file with the weights of tiny, or null to estimate its time.</param>
    public async Task RunAsync(string? tinyModel, CancellationToken cancellationToken)
    {
        var root = BenchRoot.Find();
        var audio = Path.Combine(root, "bench", "audio", "long-talk.opus");
        var measured = await PieceMeasurement.MeasureAsync(audio, "builtin", cancellationToken);
        var tiny = tinyModel is null ? null : await PieceMeasurement.MeasureAsync(audio, tinyModel, cancellationToken);
        var speeds = new[] { ModelSize.Tiny, ModelSize.Base, ModelSize.Small, ModelSize.LargeTurbo }
            .Select(size => ModelSpeed.Of(size, measured, size == ModelSize.Tiny ? tiny : size == ModelSize.Base ? measured : null))
            .ToList();
        WriteSpeeds(measured, speeds);
        WriteParameters();
        foreach (var speed in speeds)
        {
            WriteDays(speed);
        }

        WriteHour(speeds.Single(speed => speed.Size == ModelSize.Base));
        _results.Write(Path.Combine(root, "docs", "scaling.md"));
    }

    private void WriteSpeeds(PieceMeasurement measured, IEnumerable<ModelSpeed> speeds)
    {
        _results.Line("### Measured on this machine");
        _results.Line();
        _results.Line(
            $"A piece of {Text(measured.Audio.TotalSeconds)} s of speech on two cores. " +
            $"Preparing it took {Text(measured.Preparation.TotalSeconds)} s.");
        _results.Line();
        _results.Table(
            ["model", "loading the model, s", "transcribing an hour of audio, s", "times as fast as speech", "source"],
            speeds.Select(speed => (string[])
            [
                speed.Size.Name,
                Text(speed.LoadSeconds),
                Text(3600 * speed.Transcription),
                Text(1 / speed.Transcription),
                speed.IsMeasured ? "measured" : "estimate: base, by the number of multiplications",
            ]));
        foreach (var speed in speeds.Where(speed => speed is { IsMeasured: true } && speed.Size != ModelSize.Base))
        {
            var estimate = ModelSpeed.Of(speed.Size, measured, measured: null);
            _results.Line(
                $"The estimate for {speed.Size.Name} would be {Text(3600 * estimate.Transcription)} s for an hour of audio, " +
                $"{Text(estimate.Transcription / speed.Transcription)} times what was measured.");
            _results.Line();
        }
    }

    private void WriteParameters()
    {
        _results.Line("### Simulated days");
        _results.Line();
        _results.Line(
            $"Seed {seed}. Uploads of {Text(day.Length.TotalMinutes)} minutes; " +
            $"{Text(100 * day.BusyShare)} % of them come within {Text(day.BusyHours)} hours. " +
            $"Pieces of {Text(PieceSeconds)} s. Registration takes {Text(RegistrationSeconds)} s. " +
            $"The host looks at each queue every {Text(host.DecisionInterval.TotalSeconds)} s and " +
            $"adds at most {host.MaxStep} instances at a time, " +
            $"one for each message, at most {host.MaxInstances} for each function. " +
            $"A new instance takes its first message {Text(host.StartUp.TotalSeconds)} s later; " +
            $"it is removed after {Text(host.IdleLimit.TotalSeconds)} s without one.");
        _results.Line();
    }

    private void WriteDays(ModelSpeed speed)
    {
        _results.Line($"**{speed.Size.Name}**{(speed.IsMeasured ? "" : " (estimate)")}");
        _results.Line();
        _results.Table(
            [
                "uploads a day", "most instances: prepare, transcribe", "oldest message: prepare, transcribe",
                "published after: median", "95 %", "longest", "storage requests a second, busiest minute", "GB-seconds a day",
            ],
            s_uploads.Select(uploads => Row(Simulate(speed, day with { Uploads = uploads }, host))));
    }

    private static string[] Row(ScalingSimulation run) =>
    [
        run.Delays.Count.ToString("N0", CultureInfo.InvariantCulture),
        $"{run.Prepare.PeakInstances}, {run.Transcribe.PeakInstances}",
        $"{Duration(run.Prepare.Ages[^1])}, {Duration(run.Transcribe.Ages[^1])}",
        Duration(run.Delays[run.Delays.Count / 2]),
        Duration(run.Delays[(int)(run.Delays.Count * 0.95)]),
        Duration(run.Delays[^1]),
        Text(run.PeakRequests),
        (InstanceGigabytes * (run.Prepare.BusySeconds + run.Transcribe.BusySeconds)).ToString("N0", CultureInfo.InvariantCulture),
    ];

    private void WriteHour(ModelSpeed speed)
    {
        var hour = new UploadDay(1, TimeSpan.FromHours(1), 0, 0);
        _results.Line("### One hour of audio on ten instances");
        _results.Line();
        _results.Line($"{speed.Size.Name}; one upload, when no instance runs. The goal is to publish it within 5 minutes.");
        _results.Line();
        _results.Table(
            ["seconds until a new instance takes a message", "published after"],
            ((double[])[0, 5, 15, 30, 60]).Select(startUp => (string[])
            [
                Text(startUp),
                Duration(Simulate(speed, hour, host with { MaxInstances = 10, StartUp = TimeSpan.FromSeconds(startUp) }).Delays[0]),
            ]));
    }

    private ScalingSimulation Simulate(ModelSpeed speed, UploadDay uploads, HostScaling scaling) => ScalingSimulation.Run(
        uploads, new(RegistrationSeconds, speed.Preparation, speed.Transcription, speed.LoadSeconds), PieceSeconds, scaling, seed);

    private static string Duration(double seconds) => seconds switch
    {
        < 120 => $"{Text(seconds)} s",
        < 7_200 => $"{Text(seconds / 60)} min",
        _ => $"{Text(seconds / 3_600)} h",
    };

    private static string Text(double number) =>
        number.ToString(Math.Abs(number) < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    // Times of a model in seconds, for a second of audio, and for loading it.
    private sealed record ModelSpeed(ModelSize Size, double Preparation, double Transcription, double LoadSeconds, bool IsMeasured)
    {
        /// <param name="reference">Measured with base.</param>
        /// <param name="measured">Measured with this model; null to estimate it.</param>
        public static ModelSpeed Of(ModelSize size, PieceMeasurement reference, PieceMeasurement? measured)
        {
            var seconds = reference.Audio.TotalSeconds;
            // Loading takes time in proportion to the file, and so to the multiplications of a position.
            var ratio = size.Multiplications / ModelSize.Base.Multiplications;
            return new(
                size,
                reference.Preparation.TotalSeconds / seconds,
                measured?.Transcription.TotalSeconds / seconds ?? ratio * reference.Transcription.TotalSeconds / seconds,
                measured?.Loading.TotalSeconds ?? ratio * reference.Loading.TotalSeconds,
                measured is not null);
        }
    }
}
