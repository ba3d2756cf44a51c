using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;
using Whisper.net;

namespace PaperLedge.Speech.WhisperNet;

/// <summary>Transcriber that runs Whisper.net on the same model files, for its GPU backends.</summary>
/// <remarks>
/// Each backend is a runtime package beside Whisper.net's own. It gets the same windows, prompts and languages as the built-in engine, a
/// window at a time, so that memory does not grow with the episode. The model is loaded on first use and shared by all calls.
/// </remarks>
public sealed partial class WhisperNetTranscriber : ITranscriber, IDisposable
{
    private readonly WhisperOptions _options;
    private readonly ModelResolver _resolver;
    private readonly ILogger<WhisperNetTranscriber> _logger;
    private readonly LoadedOnce<NetModel> _model;
    private readonly LoadedOnce<SpeechDetector> _detector = new(_ => Task.FromResult(new SpeechDetector()));
    private int _running;

    /// <exception cref="ValidationException">An option is out of its range, such as more threads than cores.</exception>
    public WhisperNetTranscriber(WhisperOptions options, ModelResolver resolver, ILogger<WhisperNetTranscriber> logger)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_options, _resolver, _logger) = (options, resolver, logger);
        _model = new(LoadAsync);
        Identity = new("whisper.net", ModelResolver.DisplayName(options.Model));
    }

    public TranscriberIdentity Identity { get; }

    /// <inheritdoc/>
    public async ValueTask<string> GetFingerprintAsync(CancellationToken cancellationToken = default)
    {
        var version = typeof(Whisper.net.WhisperFactory).Assembly.GetName().Version;
        return $"{Identity.Engine} {version} " +
            $"{await _resolver.GetFingerprintAsync(_options.Model, cancellationToken).ConfigureAwait(false)} {_options.Fingerprint}";
    }

    /// <inheritdoc/>
    public IPlannedAudio Plan(IAsyncEnumerable<ReadOnlyMemory<float>> pcm) => new PlannedAudio(
        pcm,
        _options,
        _detector.GetAsync,
        async cancellationToken => (await _model.GetAsync(cancellationToken).ConfigureAwait(false)).Spectrogram);

    /// <inheritdoc/>
    public async Task<string> FindLanguageAsync(
        IReadOnlyList<PreparedWindow> first, TranscriptionOptions options, CancellationToken cancellationToken = default)
    {
        using var use = Use();
        var model = await _model.GetAsync(cancellationToken).ConfigureAwait(false);
        await using var processors = new NetProcessors(model, _options, options);
        if (first.Count > 0)
        {
            processors.Begin(AudioWindow.Of(first[0]));
        }

        return processors.Language ?? Languages.English;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WindowText> TranscribeAsync(
        IAsyncEnumerable<PreparedWindow> windows,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var use = Use();
        var model = await _model.GetAsync(cancellationToken).ConfigureAwait(false);
        await using var processors = new NetProcessors(model, _options, options);
        var told = new ProgressMeter(progress) { Language = processors.Language };
        var index = 0;
        await foreach (var prepared in windows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var window = AudioWindow.Of(prepared);
            var task = new WindowTask(index++, window) { Silence = prepared.Plan.Silence };
            processors.Begin(window);
            foreach (var (part, processor, language) in processors.For(window))
            {
                told.Language = processors.Language;
                await foreach (var said in processor.ProcessAsync(part.Samples, cancellationToken).ConfigureAwait(false))
                {
                    if (Convert(said).ToSegment(part) is { } segment)
                    {
                        task.Segments.Add(segment with { Language = language });
                    }
                }
            }

            told.End(task);
            yield return new(task.Segments, processors.Language ?? Languages.English);
        }

        told.Finish();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Segment> Join(
        IReadOnlyList<PlannedWindow> windows, IReadOnlyList<WindowText> texts, IReadOnlyList<Sound> sounds) =>
        Joins.Join(windows, texts, sounds, _options.WordTimes, _logger);

    // If the process stops while a window is being read, that window still uses the model; its memory is freed when the process ends.
    public void Dispose()
    {
        if (Volatile.Read(ref _running) == 0)
        {
            _model.Dispose();
            _detector.Dispose();
        }
    }

    private RunningCall Use()
    {
        Interlocked.Increment(ref _running);
        return new(this);
    }

    private static NetSegment Convert(SegmentData part) => new(
        part.Start,
        part.End,
        part.Text,
        part.NoSpeechProbability,
        [.. part.Tokens.Select(token => new NetToken(token.Text ?? "", Time(token.Start), Time(token.End), token.ProbabilityLog))]);

    // whisper.cpp's times are in hundredths of a second.
    private static TimeSpan Time(long hundredths) => TimeSpan.FromMilliseconds(10 * hundredths);

    private async Task<NetModel> LoadAsync(CancellationToken cancellationToken)
    {
        var path = await _resolver.ResolveAsync(_options.Model, cancellationToken).ConfigureAwait(false);
        var model = NetModel.Load(path, Identity.Model);
        LogLoaded(Identity.Model, path);
        return model;
    }

    [LoggerMessage(EventId = 3301, Level = LogLevel.Information, Message = "Whisper.net loaded the model {Model} from {Path}.")]
    private partial void LogLoaded(string model, string path);

    private readonly struct RunningCall(WhisperNetTranscriber transcriber) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref transcriber._running);
    }
}
