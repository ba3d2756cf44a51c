using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Cues;

public sealed class CueSpeed
{
    private readonly CueText _text;
    private readonly IReadOnlyList<Cue> _cues;
    private readonly List<CueSpan> _spans = [];
    private readonly long _end;

    private CueSpeed(IReadOnlyList<Cue> cues, CueText text, long end)
    {
        (_cues, _text, _end) = (cues, text, end);
        var word = 0;
        foreach (var cue in cues)
        {
            var (from, left) = (word, Letters(cue.Text));
            while (left > 0 && word < text.Words.Count)
            {
                left -= Letters(text.Words[word++].Text);
            }

            _spans.Add(new CueSpan(from, word, CueText.Milliseconds(cue.Start)));
        }
    }

    /// <returns>True if the cue is shown for less time than reading it takes at 17 columns a second.</returns>
    public static bool IsTooFast(Cue cue, CueShape shape) =>
        CueText.Milliseconds(cue.End - cue.Start) < CueClock.AtFullSpeed(CueWidth.Columns(cue.Text, shape));

    /// <remarks>
    /// A cue is listed if it leaves a pause unused; or if its words and those of the cues before and after fit into as many cues of
    /// which none is too fast, with the boundaries after sentences or phrases, at pauses or before conjunctions and prepositions, no
    /// cue more than a quarter of a second from its first word, and every limit of the shape kept.
    /// </remarks>
    /// <param name="cues">All the text of the segments, in order.</param>
    /// <param name="segments">The source of the cues; the words' own times are used where there are some.</param>
    /// <param name="duration">Of the audio; null if unknown.</param>
    /// <returns>Cues that are too fast to read although a better layout exists.</returns>
    public static IReadOnlyList<Cue> Avoidable(
        IReadOnlyList<Cue> cues, IReadOnlyList<Segment> segments, CueShape shape, string language = "en", TimeSpan? duration = null)
    {
        var timeline = Timeline.Of(segments, duration);
        var speed = new CueSpeed(cues, new CueText(timeline, shape, language), CueShaper.End(timeline, duration));
        return [.. cues.Where((cue, i) => IsTooFast(cue, shape) && speed.CouldBeSlower(i))];
    }

    private bool CouldBeSlower(int cue)
    {
        for (var first = Math.Max(0, cue - 1); first <= cue; first++)
        {
            for (var last = cue; last <= Math.Min(cue + 1, _cues.Count - 1); last++)
            {
                if (CanBeRead(first, last))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Checks that the words of these cues fit into as many readable cues, while readable cues around them stay readable.
    private bool CanBeRead(int first, int last)
    {
        var (from, to) = (_spans[first].From, _spans[last].To);
        var starts = new Dictionary<int, long> { [from] = EarliestStart(first) };
        for (var cues = 1; cues <= last - first + 1; cues++)
        {
            var next = new Dictionary<int, long>();
            foreach (var (begin, start) in starts)
            {
                for (var end = begin + 1; end <= to && !(end > begin + 1 && _text.BeginsRun(end - 1)); end++)
                {
                    var (earliest, latest) = end == to ? (0L, LatestEnd(last)) : (_text.Start(end).Earliest, _text.Start(end).Latest);
                    var over = Math.Max(earliest, start + CueClock.Reading(_text.Length(begin, end)));
                    if (over <= latest && over < next.GetValueOrDefault(end, long.MaxValue) && IsCue(begin, end))
                    {
                        next[end] = over;
                    }
                }
            }

            if (next.ContainsKey(to))
            {
                return true;
            }

            starts = next;
        }

        return false;
    }

    private bool IsCue(int from, int to) =>
        _text.LineCost(from, to) <= LineBreaker.Plain
            && _text.End(to - 1) - _text.Start(from).Said <= CueClock.Longest.TotalMilliseconds
            && (_text.BeginsRun(from) || _text.Break(from) <= BreakCosts.BeforeJoint || _spans.Exists(span => span.From == from))
            && !(to == from + 1 && _text.IsLabel(from) && !_text.BeginsRun(to));

    // In the silence before its first word, after the time that the cue before needs.
    private long EarliestStart(int cue)
    {
        var earliest = _text.Start(_spans[cue].From).Earliest;
        if (cue > 0)
        {
            earliest = Math.Max(earliest, _spans[cue - 1].Start + Reading(_cues[cue - 1]));
        }

        return Math.Min(earliest, _spans[cue].Start);
    }

    // The start of the next cue, or the latest start at which that cue is still readable.
    private long LatestEnd(int cue)
    {
        if (cue + 1 == _cues.Count)
        {
            return _end;
        }

        var (next, end) = (_spans[cue + 1], CueText.Milliseconds(_cues[cue + 1].End));
        return Math.Max(next.Start, Math.Min(_text.Start(next.From).Latest, end - Reading(_cues[cue + 1])));
    }

    private long Reading(Cue cue) => CueClock.Reading(CueWidth.Columns(cue.Text, _text.Shape));

    private static int Letters(string text) => text.Count(character => !char.IsWhiteSpace(character));
}
