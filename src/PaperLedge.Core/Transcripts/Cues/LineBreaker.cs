namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Breaks words into the lines of one cue.</summary>
internal static class LineBreaker
{
    /// <summary>How many units of imbalance a break after punctuation is worth.</summary>
    private const int PunctuationBonus = 10;

    /// <summary>The lines of the text, as few as fit; null if the text needs more lines than the shape has.</summary>
    /// <param name="words">None longer than a line.</param>
    public static string? TryBreak(ReadOnlySpan<string> words, CueShape shape)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in words)
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > shape.LineLength)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        lines.Add(line);
        return lines.Count > shape.Lines ? null
            : lines.Count == 2 ? Balance(words, shape)
            : string.Join('\n', lines);
    }

    /// <summary>Two lines of about one length read faster than a long one and a stump.</summary>
    private static string Balance(ReadOnlySpan<string> words, CueShape shape)
    {
        var best = "";
        var bestCost = int.MaxValue;
        for (var i = 1; i < words.Length; i++)
        {
            var (first, second) = (string.Join(' ', words[..i]), string.Join(' ', words[i..]));
            if (first.Length > shape.LineLength || second.Length > shape.LineLength)
            {
                continue;
            }

            var cost = Math.Abs(first.Length - second.Length) - (Punctuation.EndsPhrase(first) ? PunctuationBonus : 0);
            if (cost < bestCost)
            {
                (best, bestCost) = ($"{first}\n{second}", cost);
            }
        }

        return best;
    }
}
