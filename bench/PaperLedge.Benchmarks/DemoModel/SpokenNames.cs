using PaperLedge.Core.Transcripts;

namespace PaperLedge.Benchmarks.DemoModel;

/// <summary>Names in a text: words with a capital letter that do not begin a sentence.</summary>
internal static class SpokenNames
{
    private static readonly char[] s_marks = ['.', ',', '?', '!', ';', ':', '"'];

    /// <summary>Each once, in the text's order.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var names = new List<string>();
        var beginsSentence = true;
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var bare = word.Trim(s_marks);
            if (!beginsSentence && bare.Length > 2 && char.IsUpper(bare[0]) && !bare.Contains('\'', StringComparison.Ordinal))
            {
                names.Add(bare);
            }

            beginsSentence = word.EndsWith('.') || word.EndsWith('?') || word.EndsWith('!');
        }

        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <returns>How often the names are said, and how many of these times they are heard.</returns>
    public static (int Said, int Heard) Count(IReadOnlyList<string> names, string said, string heard)
    {
        var (inSaid, inHeard) = (Counts(said), Counts(heard));
        var keys = names.SelectMany(WordErrorRate.Normalise).Distinct(StringComparer.Ordinal).ToList();
        return (keys.Sum(inSaid.GetValueOrDefault), keys.Sum(key => Math.Min(inSaid.GetValueOrDefault(key), inHeard.GetValueOrDefault(key))));
    }

    private static Dictionary<string, int> Counts(string text) => WordErrorRate.Normalise(text).CountBy(word => word).ToDictionary();
}
