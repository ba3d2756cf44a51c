namespace PaperLedge.Core.Cues;

/// <remarks>
/// Bad breaks and stumps cost, and cues that are too short, too long or too fast to read. Costs matter only relative to each
/// other; see <see cref="BreakCosts"/> for their scale.
/// </remarks>
internal sealed class CueCutter
{
    // Every change of the text draws the eye.
    private const double EachCue = 15;

    // For an almost empty cue. A half-filled cue costs a third of it, so that a long sentence is divided evenly.
    private const double Emptiness = 20;

    private const double Flash = 200;
    private const double TooLong = 1000;

    // For any cue that is too fast to read: more than a plain break, so that the text is divided elsewhere where that helps.
    // MuchTooFast multiplies the square of the excess, so that unavoidable speed is spread evenly.
    private const double TooFast = 120;
    private const double MuchTooFast = 4000;

    // For a cue that has a whole sentence and only the beginning, or the end, of another.
    private const double BeginningOfSentence = 25;
    private const double EndOfSentence = 10;

    // For a start at the limit before, or after, its first word.
    private const double Early = 4;
    private const double Late = 10;

    // Milliseconds between the starts that are tried for each cue. A start may move towards the next by less, just as far as the
    // cue before needs.
    private const int Step = 50;

    private readonly CueText _text;
    private readonly long _end;

    // For each word, the times at which a cue starting with it is tried; null for words too far back to matter.
    private readonly long[]?[] _starts;

    // The cost of all cues before each of those times; null likewise.
    private readonly double[]?[] _costs;

    // For each of those times, how the cue before it begins: words back, index of its start, milliseconds after the word.
    private readonly (short Back, short Start, short Late)[][] _before;

    private CueCutter(CueText text, long end)
    {
        var count = text.Words.Count + 1;
        (_text, _end, _starts, _costs, _before) = (text, end, new long[count][], new double[count][], new (short, short, short)[count][]);
    }

    /// <param name="end">Of the audio, in milliseconds.</param>
    public static IReadOnlyList<CueSpan> Cut(CueText text, long end) => text.Words.Count == 0 ? [] : new CueCutter(text, end).Cut();

    private List<CueSpan> Cut()
    {
        var longest = (_text.Shape.LineLength + 1) * _text.Shape.Lines;
        for (var word = 0; word <= _text.Words.Count; word++)
        {
            Begin(word);
            if (word > longest)
            {
                // Costs for a day of speech would fill the memory.
                (_starts[word - longest - 1], _costs[word - longest - 1]) = (null, null);
            }
        }

        var spans = new List<CueSpan>();
        var (to, start) = (_text.Words.Count, 0);
        while (to > 0)
        {
            var (back, index, late) = _before[to][start];
            (to, start) = (to - back, index);
            spans.Add(new CueSpan(to, to + back, _text.Start(to).Said + late));
        }

        spans.Reverse();
        return spans;
    }

    private long[] Starts(int word)
    {
        if (word == _text.Words.Count)
        {
            return [_end];
        }

        var (earliest, said, latest) = _text.Start(word);
        var starts = new List<long> { said };
        for (var early = said - Step; early > earliest - Step; early -= Step)
        {
            starts.Add(Math.Max(early, earliest));
        }

        for (var late = said + Step; late <= latest; late += Step)
        {
            starts.Add(late);
        }

        return [.. starts];
    }

    // Finds the cheapest way to each time at which a cue can begin with this word.
    private void Begin(int word)
    {
        var starts = _starts[word] = Starts(word);
        var costs = _costs[word] = new double[starts.Length];
        var moved = starts.ToArray();
        _before[word] = new (short, short, short)[starts.Length];
        Array.Fill(costs, double.PositiveInfinity);
        for (var start = 0; start < starts.Length && word == 0; start++)
        {
            costs[start] = Lateness(word, starts[start]);
        }

        for (var from = word - 1; from >= 0; from--)
        {
            var shape = Shape(from, word);
            if (double.IsInfinity(shape))
            {
                break;
            }

            Extend(from, word, shape, moved);
            if (_text.BeginsRun(from))
            {
                break;
            }
        }

        _starts[word] = moved;
    }

    // Tries a cue of these words with each of its starts and each start of the next cue. moved receives the next cue's starts
    // as the best way to each moves them.
    private void Extend(int from, int to, double shape, long[] moved)
    {
        var (length, spoken) = (_text.Length(from, to), _text.Start(from).Said);
        var (said, readable) = (_text.End(to - 1) - spoken, CueClock.Reading(length));
        var latest = to < _text.Words.Count ? _text.Start(to).Latest : _end;
        var (starts, nexts, costs, sums) = (_starts[from]!, _starts[to]!, _costs[from]!, _costs[to]!);
        for (var next = 0; next < nexts.Length; next++)
        {
            for (var start = 0; start < starts.Length; start++)
            {
                var end = starts[start] + readable;
                end = end > nexts[next] && end < nexts[next] + Step && end <= latest ? end : nexts[next];
                var cost = costs[start] + shape + Time(length, said, end - starts[start]) + Lateness(to, end);
                if (cost < sums[next])
                {
                    (sums[next], moved[next]) = (cost, end);
                    _before[to][next] = ((short)(to - from), (short)start, (short)(starts[start] - spoken));
                }
            }
        }
    }

    // Returns the cost of the cue apart from its timing; infinite if it does not fit.
    private double Shape(int from, int to)
    {
        var (shape, length) = (_text.Shape, _text.Length(from, to));
        var lines = length > (shape.LineLength + 1) * shape.Lines ? double.PositiveInfinity : _text.LineCost(from, to);
        if (double.IsInfinity(lines))
        {
            return lines;
        }

        var empty = 1 - Math.Min(1, (double)length / (shape.LineLength * shape.Lines));
        var cost = EachCue + (Emptiness * empty * empty) + lines + (_text.BeginsRun(from) ? 0 : _text.Break(from));
        if (_text.CrossesSentence(from, to))
        {
            cost += (_text.EndsSentence(to - 1) ? 0 : BeginningOfSentence)
                + (_text.BeginsRun(from) || _text.EndsSentence(from - 1) ? 0 : EndOfSentence);
        }

        // A cue with only a name would show a speaker who says nothing.
        return to == from + 1 && _text.IsLabel(from) && !_text.BeginsRun(to) ? cost + BreakCosts.Never : cost;
    }

    private static double Time(int length, long said, long left)
    {
        if (said > CueClock.Longest.TotalMilliseconds)
        {
            return TooLong * said / CueClock.Longest.TotalMilliseconds;
        }

        var (shown, needed) = (Math.Clamp(left, 1, CueClock.Longest.TotalMilliseconds), CueClock.AtFullSpeed(length));
        var cost = shown < CueClock.Shortest.TotalMilliseconds ? Flash * (1 - (shown / CueClock.Shortest.TotalMilliseconds)) : 0;
        var fast = (needed / shown) - 1;
        return fast > 0 ? cost + TooFast + (MuchTooFast * fast * fast) : cost;
    }

    private double Lateness(int word, long start)
    {
        if (word == _text.Words.Count)
        {
            return 0;
        }

        var (_, said, latest) = _text.Start(word);
        return Math.Max(Early * (said - start), Late * (start - said)) / (latest - said);
    }
}

/// <param name="To">The first word after the cue.</param>
/// <param name="Start">The cue's start, in milliseconds.</param>
internal readonly record struct CueSpan(int From, int To, long Start);
