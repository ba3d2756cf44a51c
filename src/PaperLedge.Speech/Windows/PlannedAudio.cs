using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Decoding;

namespace PaperLedge.Speech.Windows;

/// <summary>Windows of a stream, planned while it is read. To be enumerated once.</summary>
/// <param name="loadDetector">Called only if the options want speech to be found.</param>
internal sealed class PlannedAudio(
    IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
    WhisperOptions options,
    Func<CancellationToken, Task<SpeechDetector>> loadDetector,
    Func<CancellationToken, Task<LogMelSpectrogram>> loadSpectrogram) : IPlannedAudio
{
    private readonly List<PlannedWindow> _windows = [];
    private SoundFinder? _finder;
    private WindowPlanner? _planner;

    public IReadOnlyList<PlannedWindow> Windows => _windows;

    public IReadOnlyList<Sound> Sounds => _finder?.Sounds ?? [];

    public TimeSpan Position => _planner?.Position ?? TimeSpan.Zero;

    public PhaseTimes Times { get; } = new(Phase.Audio);

    public async IAsyncEnumerator<PreparedWindow> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var detector = options.Vad ? await loadDetector(cancellationToken).ConfigureAwait(false) : null;
        _finder = detector is null ? null : new SoundFinder(await loadSpectrogram(cancellationToken).ConfigureAwait(false));
        _planner = new WindowPlanner(detector, TimeSpan.FromSeconds(options.WindowSeconds), _finder, Times);
        await foreach (var window in _planner.PlanAsync(pcm, cancellationToken).ConfigureAwait(false))
        {
            _windows.Add(window.Plan);
            yield return window;
        }
    }
}
