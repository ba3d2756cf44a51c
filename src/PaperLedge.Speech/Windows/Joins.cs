using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Speech.Windows;

/// <summary>Joins finished windows, and removes the words that two of them share. For one stream.</summary>
/// <remarks>
/// A window reads some words of the next one's beginning, so it knows whether its last sentence continues. Those words are found again
/// in the next window and removed; their capitals show how that window should begin.
/// </remarks>
internal sealed class Joins
{
    // Two windows time the same word at most this far apart.
    private static readonly TimeSpan s_sameWord = TimeSpan.FromSeconds(0.7);

    // Words this far before the end of a window may belong to the next window.
    private static readonly TimeSpan s_reach = TimeSpan.FromSeconds(1);

    // A sentence does not continue after a longer pause.
    private static readonly TimeSpan s_longPause = TimeSpan.FromSeconds(0.8);

    private List<Segment> _last = [];

    // End of the last window's own part; null if the window reads no further.
    private TimeSpan? _lastEnd;
    private TimeSpan _end;

    /// <param name="keepWords">True to return segments with the times of their words, by which the windows are joined.</param>
    public static IReadOnlyList<Segment> Join(
        IReadOnlyList<PlannedWindow> windows,
        IReadOnlyList<WindowText> texts,
        IReadOnlyList<Sound> sounds,
        bool keepWords,
        ILogger logger)
    {
        var joins = new Joins();
        var speech = windows.Zip(texts).SelectMany(pair => joins.Add(pair.First, pair.Second.Segments)).ToList();
        speech.AddRange(joins.Rest());
        var track = new SoundTrack(sounds, logger);
        var joined = track.Merge(speech).ToList();
        joined.AddRange(track.Rest());
        return keepWords ? joined : joined.ConvertAll(segment => segment with { Words = [] });
    }

    // The window's segments may reach into its neighbours.
    /// <returns>The final segments of the window before.</returns>
    public List<Segment> Add(PlannedWindow window, IReadOnlyList<Segment> segments)
    {
        var (before, next) = Join(_last, [.. segments], window.OwnStart > 0 ? window.Start : null);
        (_last, _lastEnd) = (next, window.OwnEnd < window.Length - window.Padding ? window.End : null);
        return Order(before);
    }

    /// <returns>The last window's segments.</returns>
    public List<Segment> Rest() => Order(_last);

    // start is the start of the next window's own part; null if the window begins with it.
    private (List<Segment> Before, List<Segment> Next) Join(List<Segment> before, List<Segment> next, TimeSpan? start)
    {
        var (mine, theirs) = (WordsOf(before), WordsOf(next));
        var (kept, rest) = (_lastEnd is { } end ? Behind(mine, end) : mine.Count, start is { } own ? Behind(theirs, own) : 0);
        if (Meet(mine, theirs) is { } place)
        {
            (kept, rest) = place;
            theirs[rest] = theirs[rest] with { Word = Begin(theirs[rest].Word, mine[kept].Word.Text) };
        }
        else if (kept > 0 && rest < theirs.Count && GoesOn(mine[kept - 1].Word, theirs[rest].Word))
        {
            mine[kept - 1] = mine[kept - 1] with { Word = mine[kept - 1].Word with { Text = mine[kept - 1].Word.Text.TrimEnd('.') } };
        }

        return (
            Rebuild(before, mine[..kept], isFromEnd: false, segment => !(segment.Start >= _lastEnd)),
            Rebuild(next, theirs[rest..], isFromEnd: true, segment => !(segment.Start < start)));
    }

    // Returns the index in both at which they have the same words, nearest to the end of the first; null if there is none.
    private (int Mine, int Theirs)? Meet(List<(int Segment, Word Word)> mine, List<(int Segment, Word Word)> theirs)
    {
        if (_lastEnd is not { } end)
        {
            return null;
        }

        (int, int)? best = null;
        var bestScore = 0d;
        for (var i = mine.FindIndex(entry => entry.Word.End > end - s_reach); i >= 0 && i < mine.Count; i++)
        {
            // Of the words that begin after the end, only the first can be the next window's first.
            if (i > 0 && mine[i - 1].Word.Start >= end)
            {
                break;
            }

            for (var j = 0; j < theirs.Count && theirs[j].Word.Start < end + s_reach + s_reach; j++)
            {
                var apart = (mine[i].Word.Start - theirs[j].Word.Start).Duration();
                if (apart < s_sameWord && IsSame(mine[i].Word, theirs[j].Word))
                {
                    var agreeing = Agreeing(mine[i..], theirs[j..])
                        + (0.5 * Agreeing(mine[..i].AsEnumerable().Reverse(), theirs[..j].AsEnumerable().Reverse()));
                    var score = Math.Min(agreeing, 3) - (mine[i].Word.Start - end).Duration().TotalSeconds - apart.TotalSeconds;
                    (best, bestScore) = best is null || score > bestScore ? ((i, j), score) : (best, bestScore);
                }
            }
        }

        return best;
    }

    private static int Agreeing(IEnumerable<(int Segment, Word Word)> mine, IEnumerable<(int Segment, Word Word)> theirs) =>
        mine.Zip(theirs).Take(3).TakeWhile(pair => IsSame(pair.First.Word, pair.Second.Word)).Count();

    private static bool GoesOn(Word last, Word next) =>
        last.Text.IndexOf('.', StringComparison.Ordinal) == last.Text.Length - 1
        && last.Text.Length > 1
        && char.IsLower(next.Text[0])
        && next.Start - last.End < s_longPause;

    // Returns the index of the first word after a time; the number of words if there is none.
    private static int Behind(List<(int Segment, Word Word)> words, TimeSpan time)
    {
        var first = words.FindIndex(entry => entry.Word.Start + entry.Word.End > 2 * time);
        return first < 0 ? words.Count : first;
    }

    private static List<(int Segment, Word Word)> WordsOf(List<Segment> segments) =>
        [.. segments.SelectMany((segment, index) => segment.Words.Select(word => (index, word)))];

    // words are the first of the segments' words, or the last if isFromEnd; isOwn decides about segments without words.
    private static List<Segment> Rebuild(
        List<Segment> segments, List<(int Segment, Word Word)> words, bool isFromEnd, Func<Segment, bool> isOwn)
    {
        var rebuilt = new List<Segment>();
        for (var index = 0; index < segments.Count; index++)
        {
            var own = words.Where(entry => entry.Segment == index).Select(entry => entry.Word).ToArray();
            var segment = segments[index];
            var first = words.Count > 0 && words[0].Segment == index && isFromEnd ? segment.Words.Count - own.Length : 0;
            if (segment.Words.Count == 0 ? isOwn(segment) : own.Length > 0)
            {
                rebuilt.Add(own.Length == 0 || own.SequenceEqual(segment.Words) ? segment : segment with
                {
                    Start = own[0].Start,
                    End = own[^1].End,
                    Words = own,
                    Text = TimedWords.TextOf(segment, first, own),
                });
            }
        }

        return rebuilt;
    }

    // Gives the word's first letter the case that it has in the window before.
    private static Word Begin(Word word, string first)
    {
        var wanted = char.IsUpper(first[0]) ? char.ToUpperInvariant(word.Text[0]) : char.ToLowerInvariant(word.Text[0]);
        return char.IsLetter(first[0]) ? word with { Text = wanted + word.Text[1..] } : word;
    }

    private static bool IsSame(Word one, Word other) =>
        Bare(one.Text) is { Length: > 0 } text && string.Equals(text, Bare(other.Text), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string word) => string.Concat(word.Where(char.IsLetterOrDigit));

    // Small errors in a model's times must not make them run backwards. A segment that continues after a long pause, which was shortened in
    // the window, becomes two segments.
    private List<Segment> Order(List<Segment> segments)
    {
        var ordered = new List<Segment>();
        foreach (var segment in segments.SelectMany(AtPauses))
        {
            var start = segment.Start > _end ? segment.Start : _end;
            _end = segment.End > start ? segment.End : start;
            ordered.Add(segment with { Start = start, End = _end, Words = WordReader.Within(start, _end, segment.Words) });
        }

        return ordered;
    }

    private static IEnumerable<Segment> AtPauses(Segment segment)
    {
        var (from, words) = (0, segment.Words);
        for (var place = 1; place < words.Count; place++)
        {
            if (words[place].Start - words[place - 1].End > s_longPause)
            {
                yield return Part(segment, from, place);
                from = place;
            }
        }

        yield return from == 0 ? segment : Part(segment, from, words.Count);
    }

    private static Segment Part(Segment segment, int from, int to)
    {
        var words = segment.Words.Skip(from).Take(to - from).ToArray();
        return segment with
        {
            Start = from == 0 ? segment.Start : words[0].Start,
            End = to == segment.Words.Count ? segment.End : words[^1].End,
            Words = words,
            Text = TimedWords.TextOf(segment, from, words),
        };
    }
}
