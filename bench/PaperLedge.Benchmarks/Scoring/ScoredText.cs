using System.Text.RegularExpressions;
using PaperLedge.Cli.Demo;
using PaperLedge.Core.Text;

namespace PaperLedge.Benchmarks.Scoring;

/// <param name="Text">Without space around it, with its punctuation.</param>
/// <param name="Start">In seconds; null if unknown.</param>
internal sealed record TimedWord(string Text, double? Start = null)
{
    public static IEnumerable<TimedWord> Split(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => new TimedWord(word));
}

/// <summary>Strength of the pause that a text marks after a word.</summary>
internal enum PauseMark
{
    None,

    // A colon, a semicolon or a dash: a full stop there, or none, is not an error.
    Joint,

    Stop,
}

/// <param name="Key">The form that is compared.</param>
internal sealed record ScoredWord(string Key, PauseMark Mark, double? Start);

/// <summary>Text in the form in which it is compared.</summary>
/// <remarks>
/// Lower case, without punctuation, hyphens as spaces, numbers and usual abbreviations as they are spoken, so that "the 1960s" is "the
/// nineteen-sixties". Reference and recognised text are treated alike.
/// </remarks>
internal static partial class ScoredText
{
    private static readonly Dictionary<string, string> s_spoken = new(StringComparer.Ordinal)
    {
        ["mr"] = "mister", ["mrs"] = "missus", ["dr"] = "doctor", ["vs"] = "versus", ["ok"] = "okay",
    };

    /// <param name="language">A code such as <c>en</c>; only English numbers and abbreviations are written out.</param>
    public static IReadOnlyList<ScoredWord> Of(IEnumerable<TimedWord> words, string language)
    {
        var isEnglish = language == "en";
        var scored = new List<ScoredWord>();
        foreach (var word in words)
        {
            var keys = WordErrorRate.Normalise(isEnglish
                ? SpokenNumbers.Write(Initials().Replace(word.Text, match => match.Value.Replace(".", "", StringComparison.Ordinal)))
                : word.Text);
            var mark = MarkOf(word.Text);
            if (keys.Count == 0 && scored.Count > 0 && mark > scored[^1].Mark)
            {
                // A mark on its own belongs to the word before it.
                scored[^1] = scored[^1] with { Mark = mark };
            }

            for (var i = 0; i < keys.Count; i++)
            {
                var key = isEnglish ? s_spoken.GetValueOrDefault(keys[i], keys[i]) : keys[i];
                scored.Add(new(key, i == keys.Count - 1 ? mark : PauseMark.None, i == 0 ? word.Start : null));
            }
        }

        return isEnglish ? WithoutVariants(scored) : scored;
    }

    /// <summary>Spells the heard text as the said text does where that has only "timestamp" or only "time stamp".</summary>
    public static IReadOnlyList<ScoredWord> AsSpelled(IReadOnlyList<ScoredWord> heard, IReadOnlyList<ScoredWord> said)
    {
        var words = said.Select(word => word.Key).ToHashSet(StringComparer.Ordinal);
        var pairs = said.Zip(said.Skip(1)).GroupBy(pair => pair.First.Key + pair.Second.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var spelled = new List<ScoredWord>(heard.Count);
        for (var i = 0; i < heard.Count; i++)
        {
            var joined = i + 1 < heard.Count ? heard[i].Key + heard[i + 1].Key : "";
            if (words.Contains(joined) && !pairs.ContainsKey(joined))
            {
                spelled.Add(new(joined, heard[i + 1].Mark, heard[i].Start));
                i++;
            }
            else if (!words.Contains(heard[i].Key) && pairs.TryGetValue(heard[i].Key, out var pair))
            {
                spelled.Add(new(pair.First.Key, PauseMark.None, heard[i].Start));
                spelled.Add(new(pair.Second.Key, heard[i].Mark, null));
            }
            else
            {
                spelled.Add(heard[i]);
            }
        }

        return spelled;
    }

    // "One hundred and two" is "a hundred two", "per cent" is "percent".
    private static List<ScoredWord> WithoutVariants(List<ScoredWord> words)
    {
        var kept = new List<ScoredWord>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var (last, next) = (kept.LastOrDefault()?.Key, i + 1 < words.Count ? words[i + 1].Key : "");
            if (words[i].Key == "and" && SpokenNumbers.IsUnit(last) && SpokenNumbers.IsNumber(next))
            {
                continue;
            }

            if (words[i].Key == "cent" && last == "per")
            {
                kept[^1] = kept[^1] with { Key = "percent", Mark = words[i].Mark };
                continue;
            }

            kept.Add(words[i].Key == "a" && SpokenNumbers.IsUnit(next) ? words[i] with { Key = "one" } : words[i]);
        }

        return kept;
    }

    private static PauseMark MarkOf(string word)
    {
        var inner = word.TrimEnd('"', '\'', ')', ']', '”', '’', '»');
        return Punctuation.EndsSentence(word) || inner.EndsWith('।') ? PauseMark.Stop
            : inner is [.., ':' or ';' or '—' or '–'] || inner == "-" ? PauseMark.Joint
            : PauseMark.None;
    }

    [GeneratedRegex(@"\b(?:\p{L}\.){2,}")]
    private static partial Regex Initials();
}
