using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// One thread's share of the work. It keeps some windows side by side, takes the next when one ends, and feeds the decoder a
/// token of each at a time. Another thread's decoding goes on while this one encodes.
/// </summary>
internal sealed class WindowWorker(LoadedModel model, WindowPrompt prompt, RunSettings settings, SegmentWriter segments)
{
    private readonly WindowEncoder _encoder = new(model);
    private readonly TokenTimes _times = new(model);
    private readonly List<WindowDecoding> _active = [];
    private readonly List<StepToken> _step = [];
    private readonly List<int> _wanted = [];

    /// <summary>Works until no more windows come.</summary>
    /// <param name="taken">Is told of each window that is taken.</param>
    /// <param name="finished">Is given each window when it is done; called on this thread.</param>
    public void Run(
        BlockingCollection<WindowTask> windows,
        Action taken,
        Action<WindowTask> finished,
        RunOptions run,
        CancellationToken cancellationToken)
    {
        using var decoder = new DecoderStep(model.Session);
        while (Fill(windows, taken, run, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Step(decoder, run);
            for (var i = _active.Count - 1; i >= 0; i--)
            {
                if (_active[i].IsDone)
                {
                    Finish(i, decoder, finished, run);
                }
            }
        }
    }

    /// <returns>Whether there is anything to decode.</returns>
    private bool Fill(BlockingCollection<WindowTask> windows, Action taken, RunOptions run, CancellationToken cancellationToken)
    {
        while (_active.Count < settings.BatchSize)
        {
            if (windows.TryTake(out var next, _active.Count == 0 ? Timeout.Infinite : 0, cancellationToken))
            {
                taken();
                Begin(next, run);
            }
            else
            {
                break;
            }
        }

        return _active.Count > 0;
    }

    private void Begin(WindowTask task, RunOptions run) =>
        _active.Add(new(task, _encoder.Encode(task.Window.Samples.Span, run), model, prompt, settings.Search));

    private void Step(DecoderStep decoder, RunOptions run)
    {
        _step.Clear();
        _wanted.Clear();
        foreach (var decoding in _active)
        {
            _wanted.Add(decoding.Feed(_step));
        }

        decoder.Run(_step, run);
        var row = 0;
        for (var i = 0; i < _active.Count; i++)
        {
            _active[i].Accept(decoder.From(row));
            row += _wanted[i];
        }
    }

    private void Finish(int place, DecoderStep decoder, Action<WindowTask> finished, RunOptions run)
    {
        var done = _active[place];
        _active.RemoveAt(place);
        var decoded = done.Decoded!;
        var times = settings.WordTimes && decoded.Tokens.Any(model.Tokens.IsText)
            ? _times.Find(decoder, done.Encoded, prompt, decoded, done.Task.Window.Duration, run)
            : [];
        var rest = segments.Read(decoded, done.Task.Window, times, done.Task.Segments);
        _encoder.Return(done.Encoded);
        if (rest is null)
        {
            finished(done.Task);
        }
        else
        {
            Begin(done.Task with { Window = rest }, run);
        }
    }
}
