using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Time of one run by thread and phase, in seconds, from the engine's log at Debug.</summary>
/// <remarks>The phases of a thread follow one another.</remarks>
/// <param name="Start">From the start of the process to that of the transcription, in seconds.</param>
/// <param name="Threads">The reader, then the workers.</param>
/// <param name="Wall">Wall time of the whole process in seconds, measured from outside.</param>
internal sealed partial record RunProfile(
    double Start, IReadOnlyList<(string Name, IReadOnlyDictionary<string, double> Phases)> Threads, double Wall)
{
    // The part of the wall time that the phases may miss, or count twice: 5 %.
    private const double Tolerance = 0.05;

    /// <exception cref="InvalidOperationException">The log has no timelines: another engine wrote it.</exception>
    public static RunProfile Of(ChildRun run)
    {
        var begin = BeginLine().Match(run.Error);
        var threads = ThreadLine().Matches(run.Error);
        if (!begin.Success || threads.Count == 0)
        {
            throw new InvalidOperationException("The log tells nothing of its threads' time.");
        }

        return new(
            Number(begin.Groups["seconds"].Value),
            [
                .. threads.Select(line => (
                    line.Groups["name"].Value,
                    (IReadOnlyDictionary<string, double>)PhaseOf().Matches(line.Groups["phases"].Value)
                        .ToDictionary(phase => phase.Groups["name"].Value, phase => Number(phase.Groups["seconds"].Value)))),
            ],
            run.Wall.TotalSeconds);
    }

    public IEnumerable<string> Lines()
    {
        yield return Line("phase, s", Threads.Select(thread => thread.Name));
        yield return Line("start", Threads.Select(_ => Text(Start)));
        foreach (var phase in Threads.SelectMany(thread => thread.Phases.Keys).Distinct())
        {
            yield return Line(phase, Threads.Select(thread => Text(thread.Phases.GetValueOrDefault(phase))));
        }

        var sums = Threads.Select(thread => Start + thread.Phases.Values.Sum()).ToList();
        yield return Line("sum", sums.Select(Text));
        yield return Line("of the wall time", sums.Select(sum => (100 * sum / Wall).ToString("0.0", CultureInfo.InvariantCulture) + " %"));
        var isWhole = sums.TrueForAll(sum => Math.Abs(sum - Wall) <= Tolerance * Wall);
        yield return $"{(isWhole ? "holds" : "does not hold")}: every thread's phases sum to the wall time, {Text(Wall)} s, "
            + $"within {100 * Tolerance:0} %.";
    }

    private static string Line(string head, IEnumerable<string> cells) => $"{head,-18}{string.Concat(cells.Select(cell => $"{cell,10}"))}";

    private static string Text(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Transcription begins (?<seconds>[\d.]+) s after the process did")]
    private static partial Regex BeginLine();

    [GeneratedRegex(@"Time of the (?<name>\w+): (?<phases>.*)")]
    private static partial Regex ThreadLine();

    [GeneratedRegex(@"(?<name>\w+)=(?<seconds>[\d.]+)")]
    private static partial Regex PhaseOf();
}
