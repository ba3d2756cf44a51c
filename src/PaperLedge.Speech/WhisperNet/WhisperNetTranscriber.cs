using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
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
    public async IAsyncEnumerable<Segment> TranscribeAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await foreach (var segment in RunAsync(pcm, options, progress, cancellationToken).ConfigureAwait(false))
            {
                yield return segment;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    // If the process stops while a window is being read, that window still uses the model; its memory is freed when the process ends.
    public void Dispose()
    {
        if (Volatile.Read(ref _running) == 0)
        {
            _model.Dispose();
            _detector.Dispose();
        }
    }

    private async IAsyncEnumerable<Segment> RunAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = await _model.GetAsync(cancellationToken).ConfigureAwait(false);
        var detector = _options.Vad ? await _detector.GetAsync(cancellationToken).ConfigureAwait(false) : null;
        var finder = detector is null ? null : new SoundFinder(model.Spectrogram);
        var planner = new WindowPlanner(detector, TimeSpan.FromSeconds(_options.WindowSeconds), finder, new(Phase.Audio));
        await using var processors = new NetProcessors(model, _options, options);
        var told = new ProgressMeter(progress) { Language = processors.Language };
        var (joins, sounds) = (new Joins(), new SoundTrack(finder, _logger));
        var earlier = new EarlierSegments(options.Earlier);
        var (index, end) = (0, TimeSpan.Zero);
        await foreach (var window in planner.PlanAsync(pcm, cancellationToken).ConfigureAwait(false))
        {
            told.Begin(window, window.StartTime - end);
            end = window.EndTime;
            var task = new WindowTask(index++, window);
            processors.Begin(window);
            if (earlier.Of(window) is { } known)
            {
                task = task with { Segments = known.Segments, KnownNext = known.Next };
            }
            else
            {
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
            }

            told.End(task);
            foreach (var segment in sounds.Merge(joins.Add(task)))
            {
                yield return told.Add(_options.WordTimes ? segment : segment with { Words = [] });
            }
        }

        foreach (var segment in sounds.Merge(joins.Rest()).Concat(sounds.Rest()))
        {
            yield return told.Add(_options.WordTimes ? segment : segment with { Words = [] });
        }

        told.Finish(planner.Position);
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
}
