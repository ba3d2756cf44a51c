namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// Divides a text into cues, and says when each starts, so that the whole costs least: a break in a bad place, a stump, a cue
/// that is too short, too long or read too fast. The costs are compared with each other only; see <see cref="BreakCosts"/> for
/// their scale.
/// </summary>
internal sealed class CueCutter
{
    /// <summary>Every change of the text draws the eye.</summary>
    private const double EachCue = 15;

    /// <summary>Of an almost empty cue; a third of it for one filled by half, so that a long sentence is shared out evenly.</summary>
    private const double Emptiness = 20;

    private const double Flash = 200;
    private const double TooLong = 1000;

    /// <summary>
    /// Of a cue that is read too fast, however little: more than a plain break, so that a cue is divided elsewhere where that helps;
    /// and then by how much, squared, so that what cannot be helped is shared out evenly.
    /// </summary>
    private const double TooFast = 120;
    private const double MuchTooFast = 4000;

    /// <summary>A sentence that only begins, or only ends, in a cue beside a whole one.</summary>
    private const double BeginningOfSentence = 25;
    private const double EndOfSentence = 10;

    /// <summary>Of a start that is as far before its first word, or behind it, as it may be.</summary>
    private const double Early = 4;
    private const double Late = 10;

    /// <summary>Between the starts that are tried for each cue. One may be moved towards the next by less, just as far as the cue before needs.</summary>
    private const int Step = 50;

    private readonly CueText _text;
    private readonly long _end;

    /// <summary>For each word, the times at which a cue that begins with it is tried; of those that are too far back to matter, null.</summary>
    private readonly long[]?[] _starts;

    /// <summary>What all cues before each of those times cost; null likewise.</summary>
    private readonly double[]?[] _costs;

    /// <summary>For each of those times, how the cue before it begins: how many words back, at which of their times, and how long after the word.</summary>
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
                // A day of speech would fill the memory.
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

    /// <summary>Finds the cheapest way to all times at which a cue may begin with this word.</summary>
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

    /// <summary>Tries a cue of these words with each of its starts and each of the next cue's.</summary>
    /// <param name="moved">Takes the next cue's starts as the best way to each moves them.</param>
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

    /// <returns>What the cue costs whenever it is shown; infinite if it does not fit.</returns>
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
            cost += (_text.EndsSentence(to - 1) ? 0 : BeginningOfSentence) + (_text.BeginsRun(from) || _text.EndsSentence(from - 1) ? 0 : EndOfSentence);
        }

        // A name alone would tell that somebody says nothing.
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

/// <summary>The words of a <see cref="CueText"/> that stand in one cue.</summary>
/// <param name="To">The first word that does not.</param>
/// <param name="Start">When the cue starts, in milliseconds.</param>
internal readonly record struct CueSpan(int From, int To, long Start);
