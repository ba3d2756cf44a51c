using System.Collections.Concurrent;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <summary>One transcription: windows go to the worker threads and come back in order. For one use.</summary>
internal sealed partial class TranscriptionRun : IDisposable
{
    // Planned windows that wait for each thread, so that none idles while ffmpeg is slow.
    private const int Waiting = 2;

    private readonly ModelDescription _description;
    private readonly Task<LoadedModel> _loading;
    private readonly RunSettings _settings;
    private readonly TranscriptionOptions _options;
    private readonly ProgressMeter _progress;
    private readonly SegmentWriter _segments;
    private readonly ILogger _logger;
    private readonly Channel<WindowTask> _finished = Channel.CreateUnbounded<WindowTask>();
    private readonly BlockingCollection<WindowTask> _windows = [];
    private readonly SemaphoreSlim _room;
    private readonly PhaseTimes[] _timelines;
    private readonly Cores _cores;
    private int? _language;

    // True until the first windows have been asked for the episode's language.
    private bool _asksLanguage;

    /// <exception cref="ModelException">The model does not know the language.</exception>
    public TranscriptionRun(
        ModelDescription description,
        Task<LoadedModel> loading,
        RunSettings settings,
        TranscriptionOptions options,
        IProgress<TranscriptionProgress>? progress,
        PhaseTimes reader,
        ILogger logger)
    {
        (_description, _loading, _settings, _options, _logger) = (description, loading, settings, options, logger);
        Reader = reader;
        _room = new(Waiting * settings.Threads);
        _progress = new(progress);
        _segments = new(description.Vocabulary, logger);
        _cores = new(settings.Threads);
        _timelines = [.. Enumerable.Range(0, settings.Threads).Select(_ => new PhaseTimes(Phase.Idle))];
        _asksLanguage = MayChange && options.HeardLanguage is null;
        if (LanguageChoice.Of(options, description.Name, description.Tokens) is { } choice)
        {
            (_language, _progress.Language) = (choice.Index, Languages.TagOf(choice.Index));
        }
    }

    // For the thread that reads audio and plans windows.
    public PhaseTimes Reader { get; }

    public async IAsyncEnumerable<WindowText> TranscribeAsync(
        IAsyncEnumerable<PreparedWindow> windows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var run = new RunOptions();
        await using var terminate = stop.Token.Register(() => run.Terminate = true).ConfigureAwait(false);
        var work = WorkAsync(windows, run, stop);
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
                    yield return new(ready.Segments, Languages.TagOf(_language!.Value));
                }
            }
        }
        finally
        {
            // Also when the caller stops early: the model must not be in use after that.
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)_loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.ConfigureAwait(false);
        _progress.Finish();
        LogTimeline("reader", Reader);
        foreach (var timeline in _timelines)
        {
            LogTimeline("worker", timeline);
        }
    }

    public async Task<string> FindLanguageAsync(IReadOnlyList<PreparedWindow> windows, CancellationToken cancellationToken)
    {
        if (_asksLanguage && windows.Count > 0)
        {
            using var run = new RunOptions();
            await using var terminate = cancellationToken.Register(() => run.Terminate = true).ConfigureAwait(false);
            var model = await _loading.ConfigureAwait(false);
            await AskAsync(model, [.. windows.Select(ToTask)], run, cancellationToken).ConfigureAwait(false);
        }

        return Languages.TagOf(_language ?? Languages.IndexOf(Languages.English, _description.Tokens)!.Value);
    }

    public void Dispose()
    {
        _windows.Dispose();
        _room.Dispose();
    }

    // Plans and hands out windows, and completes _finished with the first failure.
    private async Task WorkAsync(IAsyncEnumerable<PreparedWindow> windows, RunOptions run, CancellationTokenSource stop)
    {
        var workers = new List<Task>();
        Exception? error = null;
        try
        {
            await TakeAsync(windows, workers, run, stop).ConfigureAwait(false);
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

    private async Task TakeAsync(
        IAsyncEnumerable<PreparedWindow> windows, List<Task> workers, RunOptions run, CancellationTokenSource stop)
    {
        var index = 0;
        var first = new List<WindowTask>();
        await foreach (var window in windows.WithCancellation(stop.Token).ConfigureAwait(false))
        {
            first.Add(ToTask(window, index++));
            if (_asksLanguage && first.Count < ITranscriber.WindowsAsked)
            {
                continue;
            }

            await HandOutAsync(first, workers, run, stop).ConfigureAwait(false);
            first = [];
        }

        await HandOutAsync(first, workers, run, stop).ConfigureAwait(false);
    }

    private static WindowTask ToTask(PreparedWindow window, int index) =>
        new(index, AudioWindow.Of(window)) { Silence = window.Plan.Silence };

    private async Task HandOutAsync(List<WindowTask> windows, List<Task> workers, RunOptions run, CancellationTokenSource stop)
    {
        var model = await _loading.WaitAsync(stop.Token).ConfigureAwait(false);
        if (windows.Count > 0 && _asksLanguage)
        {
            windows = await AskAsync(model, windows, run, stop.Token).ConfigureAwait(false);
        }

        foreach (var task in windows)
        {
            if (workers.Count < _settings.Threads)
            {
                workers.Add(StartWorker(model, _timelines[workers.Count], run, stop));
            }

            using (Reader.In(Phase.Idle))
            {
                await _room.WaitAsync(stop.Token).ConfigureAwait(false);
            }

            _windows.Add(task, stop.Token);
        }
    }

    // Returns the windows, encoded; the language is known then.
    private async Task<List<WindowTask>> AskAsync(
        LoadedModel model, List<WindowTask> windows, RunOptions run, CancellationToken cancellationToken)
    {
        try
        {
            windows = await Task.Run(() => FindLanguage(model, windows, run), cancellationToken).ConfigureAwait(false);
        }
        catch (OnnxRuntimeException) when (run.Terminate)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        _asksLanguage = false;
        _progress.Language = Languages.TagOf(_language!.Value);
        LogLanguage(_progress.Language);
        return windows;
    }

    // Returns the windows, encoded.
    private List<WindowTask> FindLanguage(LoadedModel model, List<WindowTask> windows, RunOptions run)
    {
        using var encoder = new WindowEncoder(model, _cores, Reader);
        var decoder = new DecoderStep(model.Session, Reader);
        var votes = new double[_description.Tokens.Languages];
        var asked = windows.ConvertAll(task => task with { Encoded = encoder.Encode(task.Part.Samples.Span, run) });
        foreach (var task in asked)
        {
            var probabilities = model.LanguagesOf(task.Encoded!, decoder);
            var share = task.Window.VoicedTime / windows.Aggregate(TimeSpan.Zero, (sum, other) => sum + other.Window.VoicedTime);
            TensorPrimitives.MultiplyAdd(probabilities, share, votes, votes);
        }

        // The show's language is used unless it is clearly wrong.
        var heard = Array.IndexOf(votes, votes.Max());
        _language = _language is { } likely && votes[heard] <= LanguageFinder.Sure * (votes[heard] + votes[likely]) ? likely : heard;
        return asked;
    }

    // True if a window may be in another language than the episode's.
    private bool MayChange => _options.Language is null && _description.Tokens.IsMultilingual;

    // A separate thread: the pool's threads serve everything else meanwhile.
    private Task StartWorker(LoadedModel model, PhaseTimes timeline, RunOptions run, CancellationTokenSource stop)
    {
        var earlier = PromptTokens.Of(_settings.UsePrompt ? _options.Prompt ?? [] : [], _description.Vocabulary);
        var prompt = new WindowPrompt(_description.Tokens, earlier, _language!.Value, _options.Translate, Window: null);
        var worker = new WindowWorker(model, prompt, MayChange, _settings, _segments, _cores, timeline);
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
            using var _ = worker;
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
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            var notes = window.Notes.ToString(window.Window);
            LogWindow(window.Index, notes);
        }

        _finished.Writer.TryWrite(window);
    }

    // A worker's own failure comes before the cancellation that it caused elsewhere.
    private static Exception? FirstCause(Exception? error, List<Task> workers) =>
        workers.Select(worker => worker.Exception?.InnerException)
            .FirstOrDefault(e => e is not null and not OperationCanceledException) ?? error;

    [LoggerMessage(EventId = 3201, Level = LogLevel.Information, Message = "The detected language is {Language}.")]
    private partial void LogLanguage(string language);

    [LoggerMessage(EventId = 3205, Level = LogLevel.Debug, Message = "Time of the {Thread}: {Timeline}")]
    private partial void LogTimeline(string thread, PhaseTimes timeline);

    [LoggerMessage(EventId = 3204, Level = LogLevel.Debug, Message = "Window {Index}: {Notes}")]
    private partial void LogWindow(int index, string notes);
}

/// <param name="Threads">Number of threads that decode windows.</param>
/// <param name="BatchSize">Windows that each thread decodes side by side.</param>
/// <param name="UsePrompt">True to show the model the names and terms that it is given.</param>
internal sealed record RunSettings(int Threads, int BatchSize, SearchOptions Search, bool UsePrompt);
