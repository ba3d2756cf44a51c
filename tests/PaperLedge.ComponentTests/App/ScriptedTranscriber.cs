using System.Runtime.CompilerServices;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.ComponentTests.App;

/// <summary>Reads the audio to its end and says what the test wants.</summary>
internal sealed class ScriptedTranscriber : ITranscriber
{
    private int _runs;

    public TranscriberIdentity Identity { get; set; } = new("scripted", "test");

    /// <summary>Changes with an upgrade of the engine or the model.</summary>
    public string Fingerprint { get; set; } = "scripted 1";

    public IReadOnlyList<Segment> Segments { get; set; } = Say("It was said once.", "And then again.");

    /// <summary>Length of a window; by default one window holds all of the audio.</summary>
    public TimeSpan? WindowLength { get; set; }

    /// <summary>Awaited before the first window is recognised.</summary>
    public Func<CancellationToken, Task>? Meanwhile { get; set; }

    /// <summary>Called after each window that was taken, with how many that makes in this run.</summary>
    public Action<int, CancellationToken>? Said { get; set; }

    /// <summary>What it says that it hears, whatever it is told.</summary>
    public string Language { get; set; } = "en";

    /// <summary>How often it was asked to transcribe.</summary>
    public int Runs => _runs;

    /// <summary>Where the windows begin that it was given, in all runs.</summary>
    public List<double> Windows { get; } = [];

    public TranscriptionOptions? Options { get; private set; }

    public ValueTask<string> GetFingerprintAsync(CancellationToken cancellationToken = default) => new($"{Identity} {Fingerprint}");

    /// <summary>Segments of ten milliseconds each.</summary>
    public static IReadOnlyList<Segment> Say(params IEnumerable<string> texts) =>
        [.. texts.Select((text, index) => new Segment(
            TimeSpan.FromMilliseconds(10 * index), TimeSpan.FromMilliseconds(10 * (index + 1)), text, -0.1, 0.01))];

    public IPlannedAudio Plan(IAsyncEnumerable<ReadOnlyMemory<float>> pcm) => new ScriptedAudio(pcm, WindowLength);

    public Task<string> FindLanguageAsync(
        IReadOnlyList<PreparedWindow> first, TranscriptionOptions options, CancellationToken cancellationToken = default) =>
        Task.FromResult(options.Language ?? Language);

    public async IAsyncEnumerable<WindowText> TranscribeAsync(
        IAsyncEnumerable<PreparedWindow> windows,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _runs);
        Options = options;
        var all = await windows.ToListAsync(cancellationToken);
        var length = all.Aggregate(TimeSpan.Zero, (sum, window) => sum + window.Plan.End - window.Plan.Start);
        progress?.Report(new TranscriptionProgress(length, Segments.Count, Language));
        if (Meanwhile is { } meanwhile)
        {
            await meanwhile(cancellationToken);
        }

        foreach (var (index, window) in all.Index())
        {
            Windows.Add(window.Plan.Start.TotalSeconds);
            yield return new WindowText(
                [.. Segments
                    .Where(segment => WindowLength is null || (segment.Start >= window.Plan.Start && segment.Start < window.Plan.End))],
                Language);
            Said?.Invoke(index + 1, cancellationToken);
        }
    }

    public IReadOnlyList<Segment> Join(
        IReadOnlyList<PlannedWindow> windows, IReadOnlyList<WindowText> texts, IReadOnlyList<Sound> sounds) =>
        [.. texts.SelectMany(text => text.Segments)];

    private sealed class ScriptedAudio(IAsyncEnumerable<ReadOnlyMemory<float>> pcm, TimeSpan? length) : IPlannedAudio
    {
        private readonly List<PlannedWindow> _windows = [];

        public IReadOnlyList<PlannedWindow> Windows => _windows;

        public IReadOnlyList<Sound> Sounds => [];

        public TimeSpan Position { get; private set; }

        public async IAsyncEnumerator<PreparedWindow> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            var samples = new List<float>();
            await foreach (var block in pcm.WithCancellation(cancellationToken))
            {
                samples.AddRange(block.Span);
            }

            Position = TimeOf(samples.Count);
            var offset = 0;
            foreach (var window in samples.Chunk((int)((length?.TotalSeconds ?? 86_400) * 16_000)))
            {
                var (start, end) = (TimeOf(offset), TimeOf(offset + window.Length));
                var plan = new PlannedWindow(
                    TimeSpan.Zero, start, end, offset, window.Length, 0,
                    [new(0, offset, window.Length)], [new(0, window.Length)], 0, window.Length, true);
                _windows.Add(plan);
                yield return new PreparedWindow(plan, window);
                offset += window.Length;
            }
        }

        private static TimeSpan TimeOf(int samples) => TimeSpan.FromSeconds(samples / 16_000d);
    }
}
