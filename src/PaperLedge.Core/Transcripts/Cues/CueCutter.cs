namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// Cuts a run into cues where that costs least over the whole run: a break in a bad place, a stump, a cue that is too short,
/// too long or read too fast. The costs are compared with each other only; see <see cref="BreakCosts"/> for their scale.
/// </summary>
internal sealed class CueCutter
{
    /// <summary>Every change of the text draws the eye.</summary>
    private const double EachCue = 15;

    /// <summary>Of an almost empty cue; a third of it for one filled by half, so that a long sentence is shared out evenly.</summary>
    private const double Emptiness = 20;

    private const double Flash = 200;
    private const double TooFast = 60;
    private const double TooLong = 1000;

    /// <summary>A sentence that only begins, or only ends, in a cue beside a whole one.</summary>
    private const double BeginningOfSentence = 25;
    private const double EndOfSentence = 10;

    private readonly CueRun _run;
    private readonly CueShape _shape;
    private readonly double[] _breaks;
    private readonly LineBreaker _lines;

    /// <summary>How many sentences have ended before each word.</summary>
    private readonly int[] _sentences;

    private CueCutter(CueRun run, CueShape shape, BreakWords language)
    {
        var costs = new BreakCosts(run.Words, language);
        (_run, _shape, _breaks) = (run, shape, costs.ToArray());
        _lines = new LineBreaker(run.Words, _breaks, shape);
        _sentences = new int[run.Words.Count + 1];
        for (var i = 1; i < run.Words.Count; i++)
        {
            _sentences[i] = _sentences[i - 1] + (costs.IsSentence(i) ? 1 : 0);
        }

        _sentences[^1] = _sentences[^2] + 1;
    }

    /// <returns>Cues as long as their words are said.</returns>
    public static IEnumerable<Cue> Cut(CueRun run, CueShape shape, BreakWords language) => new CueCutter(run, shape, language).Cut();

    private IEnumerable<Cue> Cut()
    {
        var ends = new Stack<(int From, int To)>();
        var froms = Cheapest();
        for (var to = _run.Words.Count; to > 0; to = froms[to])
        {
            ends.Push((froms[to], to));
        }

        return ends.Select(cue => new Cue(
            _run.Words[cue.From].Start,
            _run.Words[cue.To - 1].End,
            _lines.Lay(cue.From, cue.To),
            cue.From == 0 && !_shape.NamesInText ? _run.Speaker : null)
        {
            Language = _run.Language,
        });
    }

    /// <returns>For each end of a cue, where that cue begins.</returns>
    private int[] Cheapest()
    {
        var (count, longest) = (_run.Words.Count, (_shape.LineLength + 1) * _shape.Lines);
        var (costs, froms) = (new double[count + 1], new int[count + 1]);
        for (var to = 1; to <= count; to++)
        {
            costs[to] = double.PositiveInfinity;
            for (var from = to - 1; from >= 0 && _lines.Length(from, to) <= longest; from--)
            {
                var lay = _lines.Cost(from, to);
                if (double.IsInfinity(lay))
                {
                    break;
                }

                var cost = costs[from] + (from > 0 ? _breaks[from] : 0) + lay + Shape(from, to) + Time(from, to);
                if (cost < costs[to])
                {
                    (costs[to], froms[to]) = (cost, from);
                }
            }
        }

        return froms;
    }

    private double Shape(int from, int to)
    {
        var empty = 1 - Math.Min(1, (double)_lines.Length(from, to) / (_shape.LineLength * _shape.Lines));
        var cost = EachCue + (Emptiness * empty * empty);
        if (_sentences[to - 1] > _sentences[from])
        {
            cost += (_sentences[to] > _sentences[to - 1] ? 0 : BeginningOfSentence) + (from == 0 || _sentences[from] > _sentences[from - 1] ? 0 : EndOfSentence);
        }

        // A name alone would tell that somebody says nothing.
        return from == 0 && to == 1 && to < _run.Words.Count && _shape.NamesInText && _run.Speaker is not null ? BreakCosts.Never : cost;
    }

    private double Time(int from, int to)
    {
        var start = _run.Words[from].Start;
        var said = _run.Words[to - 1].End - start;
        var shown = (to < _run.Words.Count ? _run.Words[to].Start : _run.Next) - start;
        var flash = shown < CueClock.Shortest ? Flash * (1 - (shown / CueClock.Shortest)) : 0;
        var fast = Math.Clamp((CueClock.Reading(_lines.Length(from, to)) / shown) - 1, 0, 10) * TooFast;
        return said > CueClock.Longest ? TooLong * (said / CueClock.Longest) : flash + fast;
    }
}
