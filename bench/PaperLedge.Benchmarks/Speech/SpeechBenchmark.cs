using System.Globalization;
using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Runs the programs on each row and prints one table and the goals.</summary>
/// <param name="programs">The goals are for the first of them.</param>
/// <param name="model">A model's or a file's name.</param>
/// <param name="rowsIn">The rows, given the folder that receives their audio.</param>
/// <param name="showsProfile">True to print the time of each of PaperLedge's runs by thread and phase.</param>
/// <param name="names">Beginnings of the rows' names; none for all rows.</param>
internal sealed class SpeechBenchmark(
    string model,
    IReadOnlyList<SpeechProgram> programs,
    Func<string, IReadOnlyList<(string Name, Func<Task<SpeechRow>> Make)>> rowsIn,
    IReadOnlyList<string> names,
    bool showsProfile = false)
{
    private static readonly string[] s_head =
    [
        "audio", "program", "s", "processor, s", "MB", "windows", "drafts", "words", "errors", "deleted", "inserted", "wrong",
        "longest loss", "false stops", "missing stops", "word starts: median", "95 %",
    ];

    private readonly ResultsFile _results = new("speech");

    /// <param name="keep">Folder for the audio, the transcripts, the logs and the differences; null to keep nothing.</param>
    public async Task RunAsync(string? keep, string? results)
    {
        var folder = keep is null
            ? Directory.CreateTempSubdirectory("paperledge-bench-").FullName
            : Directory.CreateDirectory(keep).FullName;
        try
        {
            var rows = rowsIn(folder).Where(row => names.Count == 0 || names.Any(row.Name.StartsWith)).ToList();
            if (rows.Count == 0)
            {
                throw new InvalidOperationException($"No row is called {string.Join(" or ", names)}.");
            }

            var measured = new List<SpeechResult>();
            foreach (var (_, make) in rows)
            {
                measured.AddRange(await MeasureAsync(await make(), folder));
            }

            Report(measured);
            if (results is not null)
            {
                _results.Write(results);
            }
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<List<SpeechResult>> MeasureAsync(SpeechRow row, string folder)
    {
        var results = new List<SpeechResult>();
        foreach (var program in programs)
        {
            var differences = new List<string>();
            var result = await SpeechResult.OfAsync(row, program, differences.Add);
            Console.WriteLine(string.Join("  ", Line(result)));
            if (showsProfile && program is PaperLedgeProgram { ReportsTime: true })
            {
                Console.WriteLine(string.Join('\n', result.Heard.SelectMany(heard => RunProfile.Of(heard.Run).Lines())));
            }

            await WriteAsync("differences.txt", differences);
            await WriteAsync("log", result.Heard.Select(heard => heard.Run.Error));
            await WriteAsync("output", result.Heard.Select(heard => heard.Run.Output));
            results.Add(result);

            Task WriteAsync(string extension, IEnumerable<string> texts) =>
                File.WriteAllTextAsync(Path.Combine(folder, $"{row.Name}.{program.Name}.{extension}"), string.Join('\n', texts));
        }

        return results;
    }

    private void Report(IReadOnlyList<SpeechResult> results)
    {
        Console.WriteLine();
        _results.Line("## Speech recognition");
        _results.Line();
        _results.Line(
            $"`./paperledge bench speech`, model {model}, {SpeechProgram.ThreadCount} threads. PaperLedge runs with its default settings; "
            + $"whisper.cpp with `{WhisperCpp.Options}`, that is greedy, with fallback and timestamps. Both are told the language, "
            + "but for the file of two languages. Each reads each file as a process of its own, one after the other; "
            + "times and memory are of the whole process. Windows are encodings and drafts decodings, fallbacks included.");
        _results.Line();
        _results.Line(
            "Words are compared in lower case, without punctuation, numbers as they are spoken (\"1960s\" is \"nineteen-sixties\") "
            + "and compounds as the text said spells them. The longest loss is the most words in a row of which none was heard. "
            + "A false stop is a full stop, question or exclamation mark behind a word where the text said has neither one nor a colon, "
            + "a semicolon or a dash; a missing stop is the reverse. Word starts are compared, for words heard rightly, "
            + "with a forced alignment (human clips) or with eSpeak NG's own marks.");
        _results.Line();
        _results.Table(s_head, results.Select(Line));
        foreach (var program in results.GroupBy(result => result.Program))
        {
            var score = program.Aggregate(SpeechScore.Nothing, (sum, result) => sum + result.Score);
            _results.Line(
                $"- {program.Key}: {score.Errors} errors in {score.Words:N0} words, {Number(100 * score.ErrorRate, "0.00")} %; "
                + $"longest loss {score.LongestLoss} words.");
        }

        foreach (var goal in SpeechGoals.Of(results))
        {
            _results.Line($"- {goal}");
        }
    }

    private static string[] Line(SpeechResult result)
    {
        var score = result.Score;
        return
        [
            result.Row.Name, result.Program, Number(result.Seconds), Number(result.ProcessorSeconds), $"{result.Megabytes}",
            $"{result.Windows}", $"{result.Drafts}", $"{score.Words}", Number(100 * score.ErrorRate) + " %", $"{score.Deletions}",
            $"{score.Insertions}", $"{score.Substitutions}", $"{score.LongestLoss}",
            score.HasStops ? $"{score.FalseStops}" : "", score.HasStops ? $"{score.MissingStops}" : "",
            Milliseconds(score.StartError(0.5)), Milliseconds(score.StartError(0.95)),
        ];
    }

    private static string Number(double number, string format = "0.0") => number.ToString(format, CultureInfo.InvariantCulture);

    private static string Milliseconds(double? seconds) => seconds is null ? "" : $"{1000 * seconds:0} ms";
}
