namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Makes cues of segments: the one place that knows how captions are laid out.</summary>
public static class CueShaper
{
    /// <summary>A cue that stays longer is read twice.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    /// <param name="segments">In any state; see <see cref="Timeline"/>.</param>
    /// <param name="shape">No line of any cue is longer and no cue has more lines.</param>
    /// <returns>Cues in order, which never overlap, each ending after it starts; together they hold all text.</returns>
    public static IReadOnlyList<Cue> Shape(IReadOnlyList<Segment> segments, CueShape shape)
    {
        var cues = new List<Cue>();
        var free = TimeSpan.Zero;
        string? speaker = null;
        foreach (var segment in Timeline.Of(segments))
        {
            var name = segment.Speaker is { } said && said != speaker ? said : null;
            speaker = name ?? speaker;
            var texts = Split(shape.NamesInText && name is not null ? $"{Label(name, shape)} {segment.Text}" : segment.Text, shape);
            // Cues last at least a millisecond each, which a segment shorter than that many would not give.
            var start = segment.Start > free ? segment.Start : free;
            var shortest = start + TimeSpan.FromMilliseconds(texts.Count);
            var end = segment.End > shortest ? segment.End : shortest;
            // Nobody reads [music] for a minute.
            var shown = segment.Kind == SegmentKind.Sound && end - start > Longest ? start + Longest : end;
            var first = cues.Count;
            Spread(texts, start, shown, cues);
            cues[first] = cues[first] with { Speaker = shape.NamesInText ? null : name };
            free = end;
        }

        return cues;
    }

    /// <summary>A name in the text; of a name that fills the card there would be no room for what is said.</summary>
    private static string Label(string name, CueShape shape) => PlainText.Shorten(name, shape.LineLength - 1) + ":";

    private static List<string> Split(string text, CueShape shape)
    {
        var words = Words(text, shape.LineLength);
        var texts = new List<string>();
        for (var first = 0; first < words.Length;)
        {
            var count = 1;
            while (first + count < words.Length && LineBreaker.TryBreak(words.AsSpan(first, count + 1), shape) is not null)
            {
                count++;
            }

            if (first + count < words.Length)
            {
                var rest = words.AsSpan(first);
                count = LineBreaker.TryBreak(rest[count..], shape) is null ? BackToPhrase(rest[..count]) : Halve(rest, count, shape);
            }

            texts.Add(LineBreaker.TryBreak(words.AsSpan(first, count), shape)!);
            first += count;
        }

        return texts;
    }

    /// <summary>Ends a cue after a sentence, else after a phrase, if half of what fits would still stand in it.</summary>
    private static int BackToPhrase(ReadOnlySpan<string> words)
    {
        for (var count = words.Length; count > words.Length / 2; count--)
        {
            if (Punctuation.EndsSentence(words[count - 1]))
            {
                return count;
            }
        }

        for (var count = words.Length; count > words.Length / 2; count--)
        {
            if (Punctuation.EndsPhrase(words[count - 1]))
            {
                return count;
            }
        }

        return words.Length;
    }

    /// <summary>Shares what fills two cues between them, so that the last is no stump; best after a sentence or a phrase.</summary>
    private static int Halve(ReadOnlySpan<string> words, int most, CueShape shape)
    {
        var (best, bestCost) = (most, int.MaxValue);
        for (var count = most; count > 0 && LineBreaker.TryBreak(words[count..], shape) is not null; count--)
        {
            var (first, second) = (string.Join(' ', words[..count]), string.Join(' ', words[count..]));
            var bonus = Punctuation.EndsSentence(first) ? shape.LineLength : Punctuation.EndsPhrase(first) ? shape.LineLength / 2 : 0;
            var cost = Math.Abs(first.Length - second.Length) - bonus;
            if (cost < bestCost)
            {
                (best, bestCost) = (count, cost);
            }
        }

        return best;
    }

    /// <summary>Words, of which those longer than a line are cut: long addresses, and scripts that put no spaces.</summary>
    private static string[] Words(string text, int lineLength)
    {
        var words = new List<string>();
        foreach (var word in text.Split(' '))
        {
            var rest = word;
            while (rest.Length > lineLength)
            {
                var cut = PlainText.WholeCharacters(rest, lineLength);
                words.Add(rest[..cut]);
                rest = rest[cut..];
            }

            words.Add(rest);
        }

        return [.. words];
    }

    /// <summary>Shares the time out by the number of characters, in whole milliseconds, at least one each.</summary>
    private static void Spread(List<string> texts, TimeSpan start, TimeSpan end, List<Cue> cues)
    {
        var total = texts.Sum(text => (long)text.Length);
        var spare = (long)(end - start).TotalMilliseconds - texts.Count;
        var (from, spoken) = (start, 0L);
        for (var i = 0; i < texts.Count; i++)
        {
            spoken += texts[i].Length;
            var to = start + TimeSpan.FromMilliseconds(i + 1 + (spare * spoken / total));
            cues.Add(new Cue(from, to, texts[i]));
            from = to;
        }
    }
}
