namespace PaperLedge.Core.Cues;

/// <summary>Breaks words into the lines of one cue, as few as fit.</summary>
/// <param name="breaks">The cost of a break before each word; see <see cref="BreakCosts"/>.</param>
internal sealed class LineBreaker(IReadOnlyList<CueWord> words, double[] breaks, CueShape shape)
{
    // The eye moves to the next line more easily than to the next cue.
    private const double LineToCue = 0.4;

    // For a full line beside an empty one: two lines of similar length read faster than a long one and a stump.
    private const double Imbalance = 15;

    // The cost of a cue whose worst line break is between plain words.
    public const double Plain = (LineToCue * BreakCosts.Plain) + Imbalance;

    private readonly CueWidth[] _widths = Widths(words);

    // In columns.
    public int Length(int from, int to) => (_widths[to] - _widths[from]).Columns(shape) - (words[from].Spaced ? 1 : 0);

    /// <returns>0 for one line; infinite if the words need more lines than the shape has.</returns>
    public double Cost(int from, int to) => Best(from, to, shape.Lines).Cost;

    public string Lay(int from, int to)
    {
        var (text, line) = (new System.Text.StringBuilder(), from);
        for (var lines = shape.Lines; line < to; lines--)
        {
            var end = Best(line, to, lines).End;
            for (var i = line; i < end; i++)
            {
                text.Append(i == from ? "" : i == line ? "\n" : words[i].Spaced ? " " : "").Append(words[i].Text);
            }

            line = end;
        }

        return text.ToString();
    }

    private (double Cost, int End) Best(int from, int to, int lines)
    {
        if (Length(from, to) <= shape.LineLength)
        {
            return (0, to);
        }

        var best = (Cost: double.PositiveInfinity, End: to);
        for (var i = from + 1; lines > 1 && i < to && Length(from, i) <= shape.LineLength; i++)
        {
            var cost = Best(i, to, lines - 1).Cost
                + (LineToCue * breaks[i])
                + (Imbalance * Math.Abs(Length(from, i) - Length(i, to)) / shape.LineLength);
            if (cost < best.Cost)
            {
                best = (cost, i);
            }
        }

        return best;
    }

    // Of the words before each.
    private static CueWidth[] Widths(IReadOnlyList<CueWord> words)
    {
        var widths = new CueWidth[words.Count + 1];
        for (var i = 0; i < words.Count; i++)
        {
            widths[i + 1] = widths[i] + CueWidth.Of(words[i].Text) + new CueWidth(words[i].Spaced ? 1 : 0, 0);
        }

        return widths;
    }
}
