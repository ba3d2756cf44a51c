using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Decoding;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Voice;

namespace PaperLedge.Whisper;

/// <summary>
/// Whisper on ONNX Runtime. The model is found and loaded on first use and shared by all calls, which may run at the same time.
/// Disposed only when no call runs any more.
/// </summary>
public sealed partial class OnnxTranscriber : ITranscriber, IDisposable
{
    /// <summary>
    /// Measured with the demo model on its recipe's held-out scripts, 25 minutes: word error rates of 11.2, 12.4 and 14.8 % with
    /// windows of 5, 8 and 12 s. In longer ones it loses its place: 16.9 % with 25 s.
    /// </summary>
    private const double SmallModelWindowSeconds = 5;

    private const double PublishedWindowSeconds = 25;

    /// <summary>Measured likewise, in windows of 5 s: 11.2 and 11.3 % with 4 and 6 s of silence behind them.</summary>
    private const double SmallModelPaddingSeconds = 4;

    private const double PublishedPaddingSeconds = 30;

    private readonly WhisperOptions _options;
    private readonly ModelResolver _resolver;
    private readonly TimeProvider _time;
    private readonly ILogger<OnnxTranscriber> _logger;
    private readonly LoadedOnce<LoadedModel> _model;

    /// <exception cref="ValidationException">An option is out of its range, such as more threads than cores.</exception>
    public OnnxTranscriber(WhisperOptions options, ModelResolver resolver, TimeProvider time, ILogger<OnnxTranscriber> logger)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_options, _resolver, _time, _logger) = (options, resolver, time, logger);
        _model = new(LoadModelAsync);
        Identity = new("onnx", ModelResolver.DisplayName(options.Model));
    }

    public TranscriberIdentity Identity { get; }

    private int Threads => _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads;

    /// <summary>Finds, downloads and loads the model now rather than with the first call.</summary>
    /// <exception cref="ModelException">The model is missing, corrupt or cannot be downloaded.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken = default) =>
        await _model.GetAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Segment> TranscribeAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = await _model.GetAsync(cancellationToken).ConfigureAwait(false);
        var search = new SearchOptions(_options.BeamSize, _options.BestOf, _options.Patience, _options.LengthPenalty);
        var usePrompt = _options.UsePrompt ?? !model.Session.Dimensions.IsBelowPublished;
        var settings = new RunSettings(Threads, _options.BatchSize, search, _options.WordTimes, usePrompt);
        using var run = new TranscriptionRun(model, settings, options, progress, _logger);
        var cutter = new WindowCutter(TimeSpan.FromSeconds(WindowSecondsFor(model.Session.Dimensions)));
        var gate = _options.VoiceGate ? new VoiceGate(model.Spectrogram) : null;
        await foreach (var segment in run.TranscribeAsync(cutter, gate, pcm, cancellationToken).ConfigureAwait(false))
        {
            yield return segment;
        }
    }

    public void Dispose() => _model.Dispose();

    /// <summary>By the model itself, since the demo model can also be asked for by its path.</summary>
    internal double WindowSecondsFor(WhisperDimensions dimensions) =>
        _options.WindowSeconds ?? (dimensions.IsBelowPublished ? SmallModelWindowSeconds : PublishedWindowSeconds);

    internal double PaddingSecondsFor(WhisperDimensions dimensions) =>
        _options.PaddingSeconds ?? (dimensions.IsBelowPublished ? SmallModelPaddingSeconds : PublishedPaddingSeconds);

    private bool IsEightBit(GgmlFile file) => _options.Precision switch
    {
        WhisperPrecision.Float32 => false,
        WhisperPrecision.Int8 => true,
        _ => file.IsQuantised,
    };

    private async Task<LoadedModel> LoadModelAsync(CancellationToken cancellationToken)
    {
        var path = await _resolver.ResolveAsync(_options.Model, cancellationToken).ConfigureAwait(false);
        var start = _time.GetTimestamp();
        using var file = GgmlFile.Open(path);
        var model = new LoadedModel(file, Identity.Model, IsEightBit(file), TimeSpan.FromSeconds(PaddingSecondsFor(file.Header.Dimensions)));
        var milliseconds = _time.GetElapsedTime(start).TotalMilliseconds;
        LogLoaded(Identity.Model, path, milliseconds, Threads);
        return model;
    }

    [LoggerMessage(
        EventId = 3001,
        Level = LogLevel.Information,
        Message = "Loaded the model {Model} from {Path} in {Milliseconds:F0} ms; it runs on {Threads} threads.")]
    private partial void LogLoaded(string model, string path, double milliseconds, int threads);
}
