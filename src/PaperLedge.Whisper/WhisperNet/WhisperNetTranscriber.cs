using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Decoding;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Voice;
using Whisper.net;

namespace PaperLedge.Whisper.WhisperNet;

/// <summary>
/// Whisper.net on the same model files: for its GPU backends, each of which is a runtime package beside Whisper.net's own. The audio is
/// gated and cut as for the built-in engine, a window at a time, so that memory does not grow with the episode; a window is read without
/// the text before it. The model is loaded on first use and shared by all calls.
/// </summary>
public sealed partial class WhisperNetTranscriber : ITranscriber, IDisposable
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(25);

    private readonly WhisperOptions _options;
    private readonly ModelResolver _resolver;
    private readonly ILogger<WhisperNetTranscriber> _logger;
    private readonly LoadedOnce<NetModel> _model;
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

    /// <summary>A window that a stop of the process left behind still reads the model, whose memory ends with the process then.</summary>
    public void Dispose()
    {
        if (Volatile.Read(ref _running) == 0)
        {
            _model.Dispose();
        }
    }

    private async IAsyncEnumerable<Segment> RunAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = await _model.GetAsync(cancellationToken).ConfigureAwait(false);
        await using var processor = Processor(model, options);
        var told = new ProgressMeter(progress) { Language = model.LanguageOf(options) };
        var gate = _options.VoiceGate ? new VoiceGate(model.Spectrogram) : null;
        var voice = gate is null ? pcm : gate.ApplyAsync(pcm, cancellationToken);
        var sounds = new SoundTrack(gate, _logger);
        var cutter = new WindowCutter(_options.WindowSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : s_window);
        var writer = new SegmentWriter(model.Header.Vocabulary, model.Tokens, _logger);
        var earlier = new EarlierSegments(options.Earlier);
        var (index, end) = (0, TimeSpan.Zero);
        await foreach (var window in cutter.CutAsync(voice, cancellationToken).ConfigureAwait(false))
        {
            told.Begin(window, window.StartTime - end);
            end = window.EndTime;
            var task = WindowTask.Of(index++, window);
            if (earlier.Of(window) is { } known)
            {
                task.Segments.AddRange(known);
            }
            else
            {
                await foreach (var part in processor.ProcessAsync(window.Samples, cancellationToken).ConfigureAwait(false))
                {
                    told.Language = part.Language;
                    if (Convert(part).ToSegment(window) is { } segment)
                    {
                        // Tokens come without WordTimes too, then without times.
                        task.Segments.Add(_options.WordTimes ? segment : segment with { Words = [] });
                    }
                }
            }

            told.End(task);
            foreach (var segment in sounds.Merge(writer.Order(task.Segments)))
            {
                yield return segment;
            }
        }

        foreach (var sound in sounds.Rest())
        {
            yield return sound;
        }

        told.Finish(cutter.Position);
    }

    private static NetSegment Convert(SegmentData part) => new(
        part.Start,
        part.End,
        part.Text,
        part.NoSpeechProbability,
        [.. part.Tokens.Select(token => new NetToken(token.Text ?? "", Time(token.Start), Time(token.End), token.ProbabilityLog))]);

    /// <summary>whisper.cpp counts in hundredths of a second.</summary>
    private static TimeSpan Time(long hundredths) => TimeSpan.FromMilliseconds(10 * hundredths);

    private WhisperProcessor Processor(NetModel model, TranscriptionOptions options)
    {
        var builder = model.Factory.CreateBuilder()
            .WithThreads(_options.Threads == 0 ? Environment.ProcessorCount : _options.Threads)
            .WithNoContext()
            .WithProbabilities();
        builder = model.LanguageOf(options) is { } language ? builder.WithLanguage(language) : builder.WithLanguageDetection();
        if (options.Translate)
        {
            builder = builder.WithTranslate();
        }

        if (_options.WordTimes)
        {
            builder = builder.WithTokenTimestamps();
        }

        if (_options.UsePrompt ?? !model.Header.Dimensions.IsBelowPublished)
        {
            var prompt = PromptTokens.Of(options.Prompt ?? [], model.Header.Vocabulary);
            builder = prompt.Length > 0 ? builder.WithPrompt(model.Header.Vocabulary.Decode(prompt).Trim()) : builder;
        }

        if (_options.BeamSize > 1)
        {
            _ = builder.WithBeamSearchSamplingStrategy(beam => beam.WithBeamSize(_options.BeamSize).WithPatience((float)_options.Patience));
            return builder.Build();
        }

        _ = builder.WithGreedySamplingStrategy(greedy => greedy.WithBestOf(_options.BestOf));
        return builder.Build();
    }

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
