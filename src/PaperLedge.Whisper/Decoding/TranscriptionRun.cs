using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>One transcription under way: batch after batch of windows becomes segments. Not for concurrent use.</summary>
internal sealed partial class TranscriptionRun
{
    private readonly LoadedModel _model;
    private readonly ProgressMeter _progress;
    private readonly SegmentWriter _segments;
    private readonly ILogger _logger;
    private int? _language;
    private float[] _mel = [];

    /// <exception cref="ModelException">The model does not know the language.</exception>
    public TranscriptionRun(LoadedModel model, TranscriptionOptions options, IProgress<TranscriptionProgress>? progress, ILogger logger)
    {
        (_model, _logger) = (model, logger);
        _progress = new(progress, model.Vocabulary, model.Tokens);
        _segments = new(model.Vocabulary, model.Tokens, logger);
        SetLanguage(options.Language ?? (model.Tokens.IsMultilingual ? null : Languages.English));
    }

    /// <returns>The segments of all windows, in order.</returns>
    public IReadOnlyList<Segment> Recognise(IReadOnlyList<AudioWindow> batch, CancellationToken cancellationToken)
    {
        using var run = new RunOptions();
        using var stop = cancellationToken.Register(() => run.Terminate = true);
        try
        {
            return RecogniseBatch(batch, run, cancellationToken);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Tells that the audio is at its end.</summary>
    public void Finish(TimeSpan end) => _progress.Finish(end);

    private List<Segment> RecogniseBatch(IReadOnlyList<AudioWindow> batch, RunOptions run, CancellationToken cancellationToken)
    {
        _progress.Begin(batch);
        var found = new List<Segment>[batch.Count];
        var pending = Enumerable.Range(0, batch.Count).Select(slot => (Slot: slot, Window: batch[slot])).ToList();
        while (pending.Count > 0)
        {
            var rest = new List<(int Slot, AudioWindow Window)>();
            var windows = pending.ConvertAll(entry => entry.Window);
            var decoded = Decode(windows, run, cancellationToken);
            for (var i = 0; i < decoded.Length; i++)
            {
                var (slot, window) = pending[i];
                if (_segments.Read(decoded[i], window, found[slot] ??= []) is { } left)
                {
                    rest.Add((slot, left));
                }
            }

            pending = rest;
        }

        var segments = _segments.Order(found.SelectMany(list => list)).ToList();
        _progress.End(segments);
        return segments;
    }

    private DecodedWindow[] Decode(List<AudioWindow> windows, RunOptions run, CancellationToken cancellationToken)
    {
        using var encoded = _model.Session.Encode(Mel(windows), windows.Count, run);
        _language ??= Detect(encoded, run);
        return _model.Ladder.Decode(encoded, Prompt(), run, decoded => _progress.AfterStep(decoded, windows), cancellationToken);
    }

    private Memory<float> Mel(List<AudioWindow> windows)
    {
        var frames = _model.FramesFor(windows.Max(window => window.Samples.Length));
        var size = _model.Spectrogram.Bins * frames;
        if (_mel.Length < windows.Count * size)
        {
            _mel = new float[windows.Count * size];
        }

        Parallel.For(
            0,
            windows.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _model.Threads },
            i => _model.Spectrogram.Compute(windows[i].Samples.Span, _mel.AsSpan(i * size, size)));
        return _mel.AsMemory(0, windows.Count * size);
    }

    private int[] Prompt()
    {
        var tokens = _model.Tokens;
        return tokens.IsMultilingual
            ? [tokens.StartOfTranscript, tokens.FirstLanguage + _language!.Value, tokens.Transcribe]
            : [tokens.StartOfTranscript];
    }

    private int Detect(EncodedWindows encoded, RunOptions run)
    {
        var language = LanguageDetector.Detect(_model.Session, encoded, run);
        _progress.Language = Languages.CodeOf(language);
        LogLanguage(_progress.Language);
        return language;
    }

    private void SetLanguage(string? language)
    {
        if (language is null)
        {
            return;
        }

        var index = Languages.IndexOf(language, _model.Tokens);
        if (index is null || (!_model.Tokens.IsMultilingual && Languages.CodeOf(index.Value) != Languages.English))
        {
            var known = _model.Tokens.IsMultilingual ? "does not know" : "knows English only, not";
            throw new ModelException(
                $"The model '{_model.Name}' {known} the language '{language}'. Name another language or a multilingual model " +
                "such as 'base'.");
        }

        _language = index;
        _progress.Language = Languages.CodeOf(index.Value);
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "The language heard is {Language}.")]
    private partial void LogLanguage(string language);
}
