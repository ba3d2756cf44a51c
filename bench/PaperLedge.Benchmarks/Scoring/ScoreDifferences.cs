using System.Text;

namespace PaperLedge.Benchmarks.Scoring;

/// <summary>Differences of two texts: one line for each place, with the words around it.</summary>
internal static class ScoreDifferences
{
    private const int Around = 3;

    public static string Of(IReadOnlyList<ScoredWord> said, IReadOnlyList<ScoredWord> heard)
    {
        var text = new StringBuilder();
        var hasStops = said.Any(word => word.Mark == PauseMark.Stop);
        var steps = WordAlignment.Of([.. said.Select(word => word.Key)], [.. heard.Select(word => word.Key)]);
        for (var i = 0; i < steps.Count; i++)
        {
            var end = i;
            while (end < steps.Count && !IsSame(steps[end]))
            {
                end++;
            }

            if (end > i)
            {
                Line(i, end, Words(steps, i, end, step => step.Said, said), Words(steps, i, end, step => step.Heard, heard));
                i = end;
            }

            if (hasStops
                && i < steps.Count
                && steps[i] is { Said: >= 0, Heard: >= 0 } pair
                && StopFault(said[pair.Said].Mark, heard[pair.Heard].Mark) is { } fault)
            {
                Line(i, i + 1, said[pair.Said].Key, fault);
            }
        }

        return text.ToString();

        bool IsSame((int Said, int Heard) step) => step is { Said: >= 0, Heard: >= 0 } && said[step.Said].Key == heard[step.Heard].Key;

        void Line(int from, int to, string one, string other)
        {
            var before = Words(steps, Math.Max(from - Around, 0), from, step => step.Said, said);
            var after = Words(steps, to, Math.Min(to + Around, steps.Count), step => step.Said, said);
            var start = steps.Skip(from).Take(to - from + 1)
                .Select(step => step.Heard < 0 ? null : heard[step.Heard].Start)
                .FirstOrDefault(time => time is not null);
            text.Append(FormattableString.Invariant($"{start,8:0.00}  {before} [{one} → {other}] {after}\n"));
        }
    }

    private static string? StopFault(PauseMark said, PauseMark heard) => (said, heard) switch
    {
        (PauseMark.None, PauseMark.Stop) => "false stop",
        (PauseMark.Stop, PauseMark.None) => "missing stop",
        _ => null,
    };

    private static string Words(
        IReadOnlyList<(int Said, int Heard)> steps,
        int from,
        int to,
        Func<(int Said, int Heard), int> index,
        IReadOnlyList<ScoredWord> words) =>
        string.Join(' ', steps.Skip(from).Take(to - from)
            .Select(index)
            .Where(i => i >= 0)
            .Select(i => words[i].Key + (words[i].Mark == PauseMark.Stop ? "." : "")));
}
