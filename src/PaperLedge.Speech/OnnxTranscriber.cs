using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech;

/// <summary>Transcriber that runs Whisper on ONNX Runtime. Dispose of it only when no call is running.</summary>
/// <remarks>The model is found and loaded on first use and shared by all calls, which may run at the same time.</remarks>
public sealed partial class OnnxTranscriber : ITranscriber, IDisposable
{
    // Raised whenever a change of the engine changes words or their times.
    private const int Version = 2;

    private readonly WhisperOptions _options;
    private readonly ModelResolver _resolver;
    private readonly TimeProvider _time;
    private readonly ILogger<OnnxTranscriber> _logger;
    private readonly LoadedOnce<ModelDescription> _description;
    private readonly LoadedOnce<LoadedModel> _model;
    private readonly LoadedOnce<SpeechDetector> _detector = new(_ => Task.FromResult(new SpeechDetector()));

    /// <exception cref="ValidationException">An option is out of its range, such as more threads than cores.</exception>
    public OnnxTranscriber(WhisperOptions options, ModelResolver resolver, TimeProvider time, ILogger<OnnxTranscriber> logger)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_options, _resolver, _time, _logger) = (options, resolver, time, logger);
        _description = new(DescribeModelAsync);
        _model = new(LoadModelAsync);
        Identity = new("onnx", ModelResolver.DisplayName(options.Model));
    }

    public TranscriberIdentity Identity { get; }

    /// <inheritdoc/>
    public async ValueTask<string> GetFingerprintAsync(CancellationToken cancellationToken = default) =>
        $"{Identity.Engine} {Version} " +
        $"{await _resolver.GetFingerprintAsync(_options.Model, cancellationToken).ConfigureAwait(false)} {_options.Fingerprint}";

    private int Threads => _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads;

    /// <summary>Finds, downloads and loads the model now rather than with the first call.</summary>
    /// <exception cref="ModelException">The model is missing, corrupt or cannot be downloaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) =>
        await _model.GetAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public IPlannedAudio Plan(IAsyncEnumerable<ReadOnlyMemory<float>> pcm)
    {
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            using var process = Process.GetCurrentProcess();
            var seconds = (_time.GetLocalNow() - process.StartTime).TotalSeconds;
            LogBegin(seconds);
        }

        return new PlannedAudio(
            pcm,
            _options,
            _detector.GetAsync,
            async cancellationToken => (await _description.GetAsync(cancellationToken).ConfigureAwait(false)).Spectrogram);
    }

    /// <inheritdoc/>
    public async Task<string> FindLanguageAsync(
        IReadOnlyList<PreparedWindow> first, TranscriptionOptions options, CancellationToken cancellationToken = default)
    {
        using var run = await BeginAsync(options, progress: null, new(Phase.Idle), cancellationToken).ConfigureAwait(false);
        return await run.FindLanguageAsync(first, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WindowText> TranscribeAsync(
        IAsyncEnumerable<PreparedWindow> windows,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = (windows as PlannedAudio)?.Times ?? new(Phase.Audio);
        using var run = await BeginAsync(options, progress, reader, cancellationToken).ConfigureAwait(false);
        await foreach (var text in run.TranscribeAsync(windows, cancellationToken).ConfigureAwait(false))
        {
            yield return text;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Segment> Join(
        IReadOnlyList<PlannedWindow> windows, IReadOnlyList<WindowText> texts, IReadOnlyList<Sound> sounds) =>
        Joins.Join(windows, texts, sounds, _options.WordTimes, _logger);

    public void Dispose()
    {
        _model.Dispose();
        _description.Dispose();
        _detector.Dispose();
    }

    // The model is loaded while the first windows are planned.
    private async Task<TranscriptionRun> BeginAsync(
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress,
        PhaseTimes reader,
        CancellationToken cancellationToken)
    {
        var description = await _description.GetAsync(cancellationToken).ConfigureAwait(false);
        var search = new SearchOptions(_options.BeamSize, _options.BestOf, _options.Patience, _options.LengthPenalty);
        var settings = new RunSettings(Threads, _options.BatchSize, search, _options.UsePrompt);
        return new(description, _model.GetAsync(cancellationToken), settings, options, progress, reader, _logger);
    }

    private bool IsEightBit(GgmlFile file) => _options.Precision switch
    {
        WhisperPrecision.Float32 => false,
        WhisperPrecision.Int8 => true,
        _ => file.IsQuantised,
    };

    private async Task<ModelDescription> DescribeModelAsync(CancellationToken cancellationToken)
    {
        using var file = GgmlFile.Open(await _resolver.ResolveAsync(_options.Model, cancellationToken).ConfigureAwait(false));
        return new(file, Identity.Model);
    }

    private async Task<LoadedModel> LoadModelAsync(CancellationToken cancellationToken)
    {
        var path = await _resolver.ResolveAsync(_options.Model, cancellationToken).ConfigureAwait(false);
        var start = _time.GetTimestamp();
        var model = await Task.Run(Load, cancellationToken).ConfigureAwait(false);
        var milliseconds = _time.GetElapsedTime(start).TotalMilliseconds;
        LogLoaded(Identity.Model, path, milliseconds, Threads);
        return model;

        LoadedModel Load()
        {
            using var file = GgmlFile.Open(path);
            return new(file, Identity.Model, IsEightBit(file));
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Debug, Message = "Transcription begins {Seconds:F3} s after the process did.")]
    private partial void LogBegin(double seconds);

    [LoggerMessage(
        EventId = 3001,
        Level = LogLevel.Information,
        Message = "Loaded the model {Model} from {Path} in {Milliseconds:F0} ms; it runs on {Threads} threads.")]
    private partial void LogLoaded(string model, string path, double milliseconds, int threads);
}
