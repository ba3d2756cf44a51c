using System.Globalization;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Goals of speech recognition, and checks that they are reached.</summary>
internal static class SpeechGoals
{
    // Rates are compared for texts of at least this many words; in a shorter one, a word is too large a share.
    private const int LongText = 1000;

    private const double RateTolerance = 0.002;
    private const int LongestLoss = 4;
    private const int MoreStops = 2;
    private const double GapWork = 1.2;
    private const double MedianStart = 0.05;
    private const double LateStart = 0.15;

    /// <returns>A sentence for each goal for which there are rows.</returns>
    public static IEnumerable<string> Of(IReadOnlyList<SpeechResult> results)
    {
        var ours = results.Where(result => result.Program == results[0].Program).ToList();
        var theirs = results.Where(result => result.Program == WhisperCpp.ProgramName).ToDictionary(result => result.Row.Name);
        var pairs = ours.Where(our => theirs.ContainsKey(our.Row.Name)).Select(our => (Our: our, Their: theirs[our.Row.Name])).ToList();
        if (pairs.Count > 0)
        {
            yield return Goal("No more word errors than whisper.cpp", pairs
                .Where(pair => !IsAsGood(pair.Our, pair.Their))
                .Select(pair => $"{pair.Our.Row.Name} {pair.Our.Score.Errors} errors, {pair.Their.Score.Errors}"));
        }

        yield return Goal($"No more than {LongestLoss} words lost in a row", ours
            .Where(our => our.Score.LongestLoss > LongestLoss)
            .Select(our => $"{our.Row.Name} {our.Score.LongestLoss}"));
        yield return Goal("No loops", ours
            .Where(our => our.Score.Loops.Count > 0)
            .Select(our => $"{our.Row.Name} \"{our.Score.Loops[0]}\""));
        foreach (var (our, their) in pairs.Where(pair => pair.Our.Row.Name == "long-talk"))
        {
            var figures = $"{our.Score.FalseStops} false and {our.Score.MissingStops} missing, "
                + $"whisper.cpp {their.Score.FalseStops} and {their.Score.MissingStops}";
            var isHeld = our.Score.FalseStops <= their.Score.FalseStops + MoreStops
                && our.Score.MissingStops <= their.Score.MissingStops + MoreStops;
            yield return Goal($"Full stops in the long talk as whisper.cpp sets them, but for {MoreStops}", isHeld, figures);
        }

        foreach (var gapped in ours.Where(our => our.Row.Plain is not null))
        {
            if (ours.Find(our => our.Row.Name == gapped.Row.Plain) is { } plain)
            {
                var ratio = gapped.ProcessorSeconds / plain.ProcessorSeconds;
                yield return Goal(
                    $"{gapped.Row.Name}: at most {Text(GapWork)} times the processor time of {plain.Row.Name}",
                    ratio <= GapWork,
                    Text(ratio));
            }
        }

        foreach (var our in ours.Where(our => our.Score.StartErrors.Count > 0))
        {
            var (median, late) = (our.Score.StartError(0.5)!.Value, our.Score.StartError(0.95)!.Value);
            yield return Goal(
                $"{our.Row.Name}: word starts within {1000 * MedianStart:0} ms (median) and {1000 * LateStart:0} ms (95 %)",
                median <= MedianStart && late <= LateStart,
                $"{1000 * median:0} and {1000 * late:0} ms, {1000 * our.Score.StartErrors.Average():+0;-0} ms on average, "
                + $"{our.Score.StartErrors.Count} words");
        }

        var (needless, fast, cues) = (
            ours.Sum(our => our.Cues.NeedlesslyFast),
            ours.Sum(our => our.Cues.Fast),
            ours.Sum(our => our.Cues.Cues));
        yield return Goal(
            "Cues within 17 characters a second where the pauses allow",
            needless == 0,
            $"{needless} of {cues} are not, and {fast - needless} where no pause is");
        yield return Goal("No cue ends after the audio", ours
            .Where(our => our.Cues.Late > 0)
            .Select(our => $"{our.Row.Name} {our.Cues.Late}"));
    }

    private static bool IsAsGood(SpeechResult our, SpeechResult their) => our.Score.Words >= LongText
        ? our.Score.ErrorRate <= their.Score.ErrorRate + RateTolerance
        : our.Score.Errors <= their.Score.Errors + 1;

    private static string Goal(string goal, IEnumerable<string> failures)
    {
        var all = failures.ToList();
        return Goal(goal, all.Count == 0, string.Join("; ", all));
    }

    private static string Goal(string goal, bool isHeld, string figures) =>
        $"{(isHeld ? "holds" : "**does not hold**")}: {goal}{(figures.Length > 0 ? $" ({figures})" : "")}.";

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
