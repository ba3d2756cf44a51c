namespace PaperLedge.Benchmarks.Scoring;

/// <summary>Errors of a recognised text, and errors of its words' start times.</summary>
/// <param name="Words">Number of words said.</param>
/// <param name="LongestLoss">Longest run of words said of which none was heard, right or wrong.</param>
/// <param name="FalseStops">Ends of sentences where the text said has neither one nor a colon, semicolon or dash.</param>
/// <param name="MissingStops">Ends of sentences said where the text heard has none of these.</param>
/// <param name="HasStops">True if the text said has punctuation at all.</param>
/// <param name="Loops">Three words in a row that are heard more than twice as often as they are said, and more than two times more.</param>
/// <param name="StartErrors">Seconds from when words heard correctly are said to their starts; positive if late.</param>
internal sealed record SpeechScore(
    int Words,
    int Deletions,
    int Insertions,
    int Substitutions,
    int LongestLoss,
    int FalseStops,
    int MissingStops,
    bool HasStops,
    IReadOnlyList<string> Loops,
    IReadOnlyList<double> StartErrors)
{
    public static readonly SpeechScore Nothing = new(0, 0, 0, 0, 0, 0, 0, false, [], []);

    private const int LoopWords = 3;

    public int Errors => Deletions + Insertions + Substitutions;

    public double ErrorRate => Words == 0 ? 0 : (double)Errors / Words;

    public static SpeechScore Of(IReadOnlyList<ScoredWord> said, IReadOnlyList<ScoredWord> heard)
    {
        var steps = WordAlignment.Of([.. said.Select(word => word.Key)], [.. heard.Select(word => word.Key)]);
        var pairs = steps
            .Where(step => step is { Said: >= 0, Heard: >= 0 })
            .Select(step => (Said: said[step.Said], Heard: heard[step.Heard]))
            .ToList();
        var hasStops = said.Any(word => word.Mark == PauseMark.Stop);
        return new(
            said.Count,
            steps.Count(step => step.Heard < 0),
            steps.Count(step => step.Said < 0),
            pairs.Count(pair => pair.Said.Key != pair.Heard.Key),
            LongestRun(steps),
            hasStops ? pairs.Count(pair => pair is { Said.Mark: PauseMark.None, Heard.Mark: PauseMark.Stop }) : 0,
            pairs.Count(pair => pair is { Said.Mark: PauseMark.Stop, Heard.Mark: PauseMark.None }),
            hasStops,
            LoopsIn(said, heard),
            [.. pairs.Where(pair => pair.Said.Key == pair.Heard.Key && pair is { Said.Start: not null, Heard.Start: not null })
                .Select(pair => pair.Heard.Start!.Value - pair.Said.Start!.Value)]);
    }

    public static SpeechScore operator +(SpeechScore one, SpeechScore other) => new(
        one.Words + other.Words,
        one.Deletions + other.Deletions,
        one.Insertions + other.Insertions,
        one.Substitutions + other.Substitutions,
        Math.Max(one.LongestLoss, other.LongestLoss),
        one.FalseStops + other.FalseStops,
        one.MissingStops + other.MissingStops,
        one.HasStops || other.HasStops,
        [.. one.Loops, .. other.Loops],
        [.. one.StartErrors, .. other.StartErrors]);

    /// <param name="share">0.5 for the median.</param>
    /// <returns>Error in seconds that this share of the word starts stays below; null without times.</returns>
    public double? StartError(double share) => StartErrors.Count == 0
        ? null
        : StartErrors.Select(Math.Abs).Order().ElementAt(Math.Min((int)(share * StartErrors.Count), StartErrors.Count - 1));

    private static int LongestRun(IReadOnlyList<(int Said, int Heard)> steps)
    {
        var (longest, run) = (0, 0);
        foreach (var (said, heard) in steps)
        {
            // An insertion between lost words does not end the run.
            run = heard < 0 ? run + 1 : said < 0 ? run : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static List<string> LoopsIn(IReadOnlyList<ScoredWord> said, IReadOnlyList<ScoredWord> heard)
    {
        var usual = Counts(said);
        return
        [
            .. Counts(heard)
                .Where(one => one.Value > 2 * usual.GetValueOrDefault(one.Key) && one.Value > usual.GetValueOrDefault(one.Key) + 2)
                .Select(one => one.Key),
        ];
    }

    private static Dictionary<string, int> Counts(IReadOnlyList<ScoredWord> words) =>
        Enumerable.Range(0, Math.Max(words.Count - LoopWords + 1, 0))
            .GroupBy(i => string.Join(' ', words.Skip(i).Take(LoopWords).Select(word => word.Key)))
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
