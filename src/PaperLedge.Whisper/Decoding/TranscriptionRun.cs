using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Voice;

namespace PaperLedge.Whisper.Decoding;

/// <summary>One transcription: windows go to as many threads as there are, and come back in order as segments. For one use.</summary>
internal sealed partial class TranscriptionRun : IDisposable
{
    /// <summary>Windows that are cut and wait for each thread, so that none idles while ffmpeg is slow.</summary>
    private const int Waiting = 2;

    private readonly LoadedModel _model;
    private readonly RunSettings _settings;
    private readonly TranscriptionOptions _options;
    private readonly ProgressMeter _progress;
    private readonly SegmentWriter _segments;
    private readonly ILogger _logger;
    private readonly Channel<WindowTask> _finished = Channel.CreateUnbounded<WindowTask>();
    private readonly BlockingCollection<WindowTask> _windows = [];
    private readonly SemaphoreSlim _room;
    private readonly EarlierSegments _earlier;
    private int? _language;

    /// <exception cref="ModelException">The model does not know the language.</exception>
    public TranscriptionRun(
        LoadedModel model,
        RunSettings settings,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress,
        ILogger logger)
    {
        (_model, _settings, _options, _logger) = (model, settings, options, logger);
        _room = new(Waiting * settings.Threads);
        _progress = new(progress);
        _segments = new(model.Vocabulary, model.Tokens, logger);
        _earlier = new(options.Earlier);
        SetLanguage(options.Language ?? (model.Tokens.IsMultilingual ? null : Languages.English));
    }

    /// <param name="gate">Silences what is no speech; null to let everything through.</param>
    public async IAsyncEnumerable<Segment> TranscribeAsync(
        WindowCutter cutter,
        VoiceGate? gate,
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var run = new RunOptions();
        await using var terminate = stop.Token.Register(() => run.Terminate = true).ConfigureAwait(false);
        var voice = gate is null ? pcm : gate.ApplyAsync(pcm, stop.Token);
        var sounds = new SoundTrack(gate, _logger);
        var work = WorkAsync(cutter, voice, run, stop);
        try
        {
            var early = new Dictionary<int, WindowTask>();
            var next = 0;
            await foreach (var window in _finished.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                early.Add(window.Index, window);
                while (early.Remove(next, out var ready))
                {
                    next++;
                    foreach (var segment in sounds.Merge(_segments.Order(ready.Segments)))
                    {
                        yield return segment;
                    }
                }
            }
        }
        finally
        {
            // Also when the reader stops early: the model must not be in use after that.
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.ConfigureAwait(false);
        foreach (var sound in sounds.Rest())
        {
            yield return sound;
        }

        _progress.Finish(cutter.Position);
    }

    public void Dispose()
    {
        _windows.Dispose();
        _room.Dispose();
    }

    /// <summary>Cuts, hands out, and completes <see cref="_finished"/> with the first thing that went wrong.</summary>
    private async Task WorkAsync(WindowCutter cutter, IAsyncEnumerable<ReadOnlyMemory<float>> pcm, RunOptions run, CancellationTokenSource stop)
    {
        var workers = new List<Task>();
        Exception? error = null;
        try
        {
            await CutAsync(cutter.CutAsync(pcm, stop.Token), workers, run, stop).ConfigureAwait(false);
            _windows.CompleteAdding();
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            _finished.Writer.Complete(FirstCause(error, workers));
        }
    }

    private async Task CutAsync(IAsyncEnumerable<AudioWindow> windows, List<Task> workers, RunOptions run, CancellationTokenSource stop)
    {
        var (index, end) = (0, TimeSpan.Zero);
        var first = new List<AudioWindow>();
        await foreach (var window in windows.WithCancellation(stop.Token).ConfigureAwait(false))
        {
            _progress.Begin(window, window.StartTime - end);
            end = window.EndTime;
            if (_language is null)
            {
                first.Add(window);
                if (first.Count < LanguageDetector.Windows)
                {
                    continue;
                }
            }
            else
            {
                first = [window];
            }

            index = await HandOutAsync(first, index, workers, run, stop).ConfigureAwait(false);
            first = [];
        }

        await HandOutAsync(first, index, workers, run, stop).ConfigureAwait(false);
    }

    private async Task<int> HandOutAsync(List<AudioWindow> windows, int index, List<Task> workers, RunOptions run, CancellationTokenSource stop)
    {
        if (windows.Count > 0 && _language is null)
        {
            _language = await Task.Run(() => LanguageDetector.Detect(_model, windows, run), stop.Token).ConfigureAwait(false);
            _progress.Language = Languages.CodeOf(_language.Value);
            LogLanguage(_progress.Language);
        }

        foreach (var window in windows)
        {
            if (_earlier.Of(window) is { } known)
            {
                Finish(WindowTask.Of(index++, window) with { Segments = known });
                continue;
            }

            if (workers.Count < _settings.Threads)
            {
                workers.Add(StartWorker(run, stop));
            }

            await _room.WaitAsync(stop.Token).ConfigureAwait(false);
            _windows.Add(WindowTask.Of(index++, window), stop.Token);
        }

        return index;
    }

    /// <summary>A thread of its own: the pool's threads serve everything else meanwhile.</summary>
    private Task StartWorker(RunOptions run, CancellationTokenSource stop)
    {
        var earlier = PromptTokens.Of(_settings.UsePrompt ? _options.Prompt ?? [] : [], _model.Vocabulary);
        var prompt = new WindowPrompt(_model.Tokens, earlier, _language!.Value, _options.Translate);
        var worker = new WindowWorker(_model, prompt, _settings, _segments);
        return Task.Factory.StartNew(
            () => Work(worker, run, stop),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void Work(WindowWorker worker, RunOptions run, CancellationTokenSource stop)
    {
        try
        {
            worker.Run(_windows, () => _room.Release(), Finish, run, stop.Token);
        }
        catch (Exception e)
        {
            stop.Cancel();
            throw e is OnnxRuntimeException && run.Terminate ? new OperationCanceledException(stop.Token) : e;
        }
    }

    private void Finish(WindowTask window)
    {
        _progress.End(window);
        _finished.Writer.TryWrite(window);
    }

    /// <summary>A worker's own failure comes before the cancellation that it caused elsewhere.</summary>
    private static Exception? FirstCause(Exception? error, List<Task> workers) =>
        workers.Select(worker => worker.Exception?.InnerException).FirstOrDefault(e => e is not null and not OperationCanceledException) ?? error;

    private void SetLanguage(string? language)
    {
        if (language is null)
        {
            return;
        }

        var choice = LanguageChoice.Of(language, _model.Name, _model.Tokens);
        (_language, _progress.Language) = (choice.Index, choice.Code);
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "The language heard is {Language}.")]
    private partial void LogLanguage(string language);
}
