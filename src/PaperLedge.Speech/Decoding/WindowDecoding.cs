using System.Runtime.InteropServices;
using PaperLedge.Speech.Engine;
using PaperLedge.Speech.Engine.Attention;

namespace PaperLedge.Speech.Decoding;

/// <summary>Decoding of one encoded window: makes attempts until one is good or the last is made.</summary>
internal sealed class WindowDecoding
{
    // From this temperature on no names are shown: they may have caused the earlier attempts to fail. As in whisper.cpp.
    private const float NoNamesFrom = 0.5f;

    private readonly LoadedModel _model;
    private readonly SearchOptions _options;
    private readonly Stack<TextCache> _free;
    private readonly List<TextCache> _texts = [];
    private DecodedWindow? _best;
    private WindowPrompt _next;
    private int _attempt;
    private ISearch _search;

    /// <param name="free">Text caches that are free for reuse.</param>
    public WindowDecoding(
        WindowTask task, CrossCache encoded, LoadedModel model, WindowPrompt prompt, SearchOptions options, Stack<TextCache> free)
    {
        (Task, Encoded, _model, _options, _free) = (task, encoded, model, options, free);
        Prompt = _next = prompt with
        {
            Window = task.Part,
            Earlier = task.Part.VoicedTime < WindowPrompt.MinVoicedForNames ? [] : prompt.Earlier,
        };
        _search = Begin(0);
    }

    public WindowTask Task { get; }

    // The prompt that Decoded was decoded with.
    public WindowPrompt Prompt { get; private set; }

    public CrossCache Encoded { get; }

    public bool IsDone { get; private set; }

    public bool IsFallback => _attempt > 0;

    /// <summary>The first good attempt, or the best of all; null before the first.</summary>
    public DecodedWindow? Decoded => _best;

    /// <returns>The number of rows of logits that they need.</returns>
    public int Feed(List<StepToken> step)
    {
        var before = step.Count;
        _search.Feed(step);
        var wanted = 0;
        for (var i = before; i < step.Count; i++)
        {
            wanted += step[i].WantsLogits ? 1 : 0;
        }

        return wanted;
    }

    public void Accept(LogitRows logits)
    {
        _search.Accept(logits);
        if (!_search.IsDone)
        {
            return;
        }

        var attempt = _search.Best;
        Task.Notes.Drafts += TemperatureLadder.Temperature(_attempt) == 0 ? 1 : _options.BestOf;
        if (_best is null || _model.Ladder.IsGood(attempt) || _model.Ladder.IsBetter(attempt, _best))
        {
            (_best, Prompt) = (attempt, _next);
        }

        _attempt++;
        if (_model.Ladder.IsGood(_best) || TemperatureLadder.Temperature(_attempt) is null)
        {
            IsDone = true;
            return;
        }

        _search = Begin(_attempt);
    }

    private ISearch Begin(int attempt)
    {
        var temperature = TemperatureLadder.Temperature(attempt)!.Value;
        _next = temperature >= NoNamesFrom ? _next with { Earlier = [] } : _next;
        if (attempt == 0 && _options.BeamSize > 1)
        {
            return new BeamSearch(NewText, _next, _model.Rules, _options);
        }

        var texts = TableText(temperature == 0 ? 1 : _options.BestOf);
        return new SampledSearch(texts, _next, _model.Rules, temperature, Seed(attempt));
    }

    public void Release()
    {
        _texts.ForEach(_free.Push);
        _texts.Clear();
    }

    private TextCache NewText()
    {
        var text = _free.TryPop(out var free) ? free : new TextCache(_model.Session.Dimensions, Encoded);
        text.Begin(Encoded);
        _texts.Add(text);
        return text;
    }

    private TextCache[] TableText(int count)
    {
        while (_texts.Count < count)
        {
            NewText();
        }

        _texts.ForEach(text => text.Clear());
        return [.. _texts.Take(count)];
    }

    // The same for the same audio, at any place in the episode.
    private int Seed(int attempt)
    {
        var seed = attempt;
        foreach (var bits in MemoryMarshal.Cast<float, int>(Task.Part.Samples.Span))
        {
            seed = unchecked((seed * 31) + bits);
        }

        return seed;
    }
}
