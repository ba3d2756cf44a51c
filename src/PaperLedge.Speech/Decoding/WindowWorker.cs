using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Speech.Decoding;

/// <summary>A decoding thread: keeps several windows active and feeds the decoder one token of each per step.</summary>
/// <remarks>It takes the next window when one ends. Other threads continue decoding while it encodes.</remarks>
/// <param name="prompt">For every window; its language is the episode's.</param>
/// <param name="asksLanguage">True if a window may be in another language than the episode's.</param>
internal sealed class WindowWorker(
    LoadedModel model,
    WindowPrompt prompt,
    bool asksLanguage,
    RunSettings settings,
    SegmentWriter segments,
    Cores cores,
    PhaseTimes timeline) : IDisposable
{
    private readonly WindowEncoder _encoder = new(model, cores, timeline);
    private readonly TokenTimes _times = new(model);
    private readonly List<WindowDecoding> _active = [];
    private readonly Stack<TextCache> _texts = [];
    private readonly List<StepToken> _step = [];
    private readonly List<int> _wanted = [];
    private bool _hasLent;

    /// <param name="taken">Called for each window that is taken.</param>
    /// <param name="finished">Called with each finished window, on this thread.</param>
    public void Run(
        BlockingCollection<WindowTask> windows,
        Action taken,
        Action<WindowTask> finished,
        RunOptions run,
        CancellationToken cancellationToken)
    {
        var decoder = new DecoderStep(model.Session, timeline);
        cores.Enter();
        try
        {
            while (Fill(windows, taken, decoder, run, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step(decoder);
                for (var i = _active.Count - 1; i >= 0; i--)
                {
                    if (_active[i].IsDone)
                    {
                        Finish(i, decoder, finished, run);
                    }
                }
            }
        }
        finally
        {
            cores.Leave();
        }
    }

    public void Dispose() => _encoder.Dispose();

    // Returns false when there is nothing to decode.
    private bool Fill(
        BlockingCollection<WindowTask> windows, Action taken, DecoderStep decoder, RunOptions run, CancellationToken cancellationToken)
    {
        while (_active.Count < settings.BatchSize && Take(windows, cancellationToken) is { } next)
        {
            taken();
            Begin(next, decoder, run);
        }

        // The last windows are encoded fastest by all threads together.
        if (windows.IsCompleted && !_hasLent)
        {
            _hasLent = true;
            cores.Lend();
        }

        return _active.Count > 0;
    }

    // Returns the next window, and waits for it only if there is nothing else to do; null if there is none now.
    private WindowTask? Take(BlockingCollection<WindowTask> windows, CancellationToken cancellationToken)
    {
        if (_active.Count > 0)
        {
            return windows.TryTake(out var next) ? next : null;
        }

        cores.Leave();
        try
        {
            return windows.TryTake(out var next, Timeout.Infinite, cancellationToken) ? next : null;
        }
        finally
        {
            cores.Enter();
        }
    }

    private void Begin(WindowTask task, DecoderStep decoder, RunOptions run)
    {
        var encoded = task.Encoded ?? _encoder.Encode(task.Part.Samples.Span, run);
        var language = task.Language ?? prompt.Language;
        if (task.Language is null && asksLanguage)
        {
            var parts = new LanguageFinder(part => Ask(part, decoder, run)).Find(task.Part, LanguageOf(encoded, decoder), prompt.Language);
            if (parts.Count > 1 || (parts.Count == 1 && parts[0].Part != task.Part))
            {
                _encoder.Return(encoded);
                foreach (var (part, own) in parts.Skip(1))
                {
                    task.Waiting.Enqueue(task.For(part, own, task.IsSecondLook));
                }

                Begin(task.For(parts[0].Part, parts[0].Language, task.IsSecondLook), decoder, run);
                return;
            }

            language = parts[0].Language;
        }

        _active.Add(new(task with { Language = language }, encoded, model, prompt with { Language = language }, settings.Search, _texts));
    }

    private (int Language, double Probability) Ask(AudioWindow window, DecoderStep decoder, RunOptions run)
    {
        var encoded = _encoder.Encode(window.Samples.Span, run);
        var heard = LanguageOf(encoded, decoder);
        _encoder.Return(encoded);
        return heard;
    }

    private (int Language, double Probability) LanguageOf(CrossCache encoded, DecoderStep decoder)
    {
        var probabilities = model.LanguagesOf(encoded, decoder);
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return (best, probabilities[best]);
    }

    private void Step(DecoderStep decoder)
    {
        _step.Clear();
        _wanted.Clear();
        foreach (var decoding in _active)
        {
            _wanted.Add(decoding.Feed(_step));
        }

        timeline.FallbackShare =
            _active.Zip(_wanted, (decoding, rows) => decoding.IsFallback ? rows : 0).Sum() / (double)Math.Max(1, _wanted.Sum());
        decoder.Run(_step);
        using (timeline.In(Phase.Rules))
        {
            var row = 0;
            for (var i = 0; i < _active.Count; i++)
            {
                _active[i].Accept(decoder.From(row));
                row += _wanted[i];
            }
        }

        timeline.FallbackShare = 0;
    }

    private void Finish(int place, DecoderStep decoder, Action<WindowTask> finished, RunOptions run)
    {
        var done = _active[place];
        _active.RemoveAt(place);
        Read(done, decoder);
        done.Release();
        _encoder.Return(done.Encoded);
        var task = done.Task;
        if (task.Waiting.TryDequeue(out var next))
        {
            task.Notes.Rereads++;
            Begin(next, decoder, run);
            return;
        }

        finished(task with { Segments = [.. task.Segments.OrderBy(segment => segment.Start)] });
    }

    private void Read(WindowDecoding done, DecoderStep decoder)
    {
        using var _ = timeline.In(Phase.Reading);
        var (task, decoded) = (done.Task, done.Decoded!);
        var code = Languages.TagOf(done.Prompt.Language);
        task.Notes.Add(decoded, code);
        if (TemperatureLadder.IsSilence(decoded) || (task.IsSecondLook && !TemperatureLadder.IsSure(decoded)))
        {
            return;
        }

        var reading = WindowReader.Read(decoded, task.Part, model.Tokens);
        task.Notes.Last = task.Part == task.Window ? reading.Done : task.Notes.Last;
        if (reading.Rest is { } rest)
        {
            task.Waiting.Enqueue(task.For(rest, task.Language, task.IsSecondLook));
        }

        if (!task.IsSecondLook)
        {
            foreach (var lost in WindowReader.Lost(reading, task.Part))
            {
                task.Waiting.Enqueue(task.For(lost, task.Language, isSecondLook: true));
            }
        }

        TimeSpan[] times = [];
        using (timeline.In(Phase.WordTimes))
        {
            if (decoded.Tokens.Any(model.Tokens.IsText))
            {
                times = _times.Find(decoder, done.Encoded, done.Prompt, decoded, task.Part.Duration);
            }
        }

        task.Segments.AddRange(segments.Read(decoded, task.Part, reading, times, code)
            .Where(segment => !done.Prompt.IsEcho(segment.Text, decoded, model.Vocabulary)));
    }
}
