using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>whisper.cpp's own program, which prints what each part took.</summary>
internal sealed partial class WhisperCli(string path)
{
    /// <summary>Greedy, with timestamps, without fallback and without earlier text, as our engine runs here.</summary>
    public Task<ChildRun> RunAsync(string model, string wav, int threads) =>
        ChildRun.RunAsync(path, "-m", model, "-f", wav, "-t", threads.ToString(CultureInfo.InvariantCulture), "-bs", "1", "-bo", "1", "-nf", "-mc", "0");

    /// <returns>Milliseconds a window encoded and a token decoded.</returns>
    public async Task<(double Encode, double Decode)> TimeAsync(string model, string wav, int threads)
    {
        var run = await RunAsync(model, wav, threads);
        return (Each(run.Error, "encode"), Each(run.Error, "decode"));
    }

    private static double Each(string timings, string part)
    {
        var match = Timing().Matches(timings).First(match => match.Groups["part"].Value == part);
        double Number(string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        return Number("ms") / Number("runs");
    }

    [GeneratedRegex(@"(?<part>\w+) time =\s*(?<ms>[\d.]+) ms /\s*(?<runs>\d+) runs")]
    private static partial Regex Timing();
}
