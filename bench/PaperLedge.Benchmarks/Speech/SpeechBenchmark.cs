using System.Globalization;
namespace PaperLedge.Benchmarks.Speech;

/// <summary>Runs the programs on each row and prints one table and the goals.</summary>
/// <param name="names">Beginnings of the rows' names; none for all rows, which are also written to <c>bench/RESULTS.md</c>.</param>
/// <param name="keep">Receives the audio and, for each row and program, where the texts differ; null to keep nothing.</param>
internal sealed class SpeechBenchmark(string root, IReadOnlyList<SpeechProgram> programs, string samples, IReadOnlyList<string> names, string? keep)
{
    private static readonly string[] s_head =
    [
        "audio", "program", "s", "processor, s", "MB", "windows", "drafts", "words", "errors", "deleted", "inserted", "wrong", "longest loss",
        "false stops", "missing stops", "word starts: median", "95 %",
    ];

    private readonly ResultsFile _results = new("speech");

    public async Task RunAsync()
    {
        var folder = keep is null ? Directory.CreateTempSubdirectory("paperledge-bench-").FullName : Directory.CreateDirectory(keep).FullName;
        try
        {
            var rows = new SpeechRows(root, samples, folder).All().Where(row => names.Count == 0 || names.Any(row.Name.StartsWith)).ToList();
            if (rows.Count == 0)
            {
                throw new InvalidOperationException($"No row is called {string.Join(" or ", names)}.");
            }

            var results = new List<SpeechResult>();
            foreach (var (_, make) in rows)
            {
                results.AddRange(await MeasureAsync(await make(), folder));
            }

            Report(results);
            if (names.Count == 0)
            {
                _results.Write(Path.Combine(root, "bench", "RESULTS.md"));
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
            await File.WriteAllTextAsync(Path.Combine(folder, $"{row.Name}.{program.Name}.txt"), string.Join('\n', differences));
            await File.WriteAllTextAsync(Path.Combine(folder, $"{row.Name}.{program.Name}.log"), string.Join('\n', result.Heard.Select(heard => heard.Run.Error)));
            await File.WriteAllTextAsync(Path.Combine(folder, $"{row.Name}.{program.Name}.json"), string.Join('\n', result.Heard.Select(heard => heard.Run.Output)));
            results.Add(result);
        }

        return results;
    }

    private void Report(IReadOnlyList<SpeechResult> results)
    {
        Console.WriteLine();
        _results.Line("## Speech recognition");
        _results.Line();
        _results.Table(s_head, results.Select(Line));
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
            result.Row.Name, result.Program, Number(result.Seconds), Number(result.ProcessorSeconds), $"{result.Megabytes}", $"{result.Windows}", $"{result.Drafts}",
            $"{score.Words}", Number(100 * score.ErrorRate) + " %", $"{score.Deletions}", $"{score.Insertions}", $"{score.Substitutions}", $"{score.LongestLoss}",
            score.HasStops ? $"{score.FalseStops}" : "", score.HasStops ? $"{score.MissingStops}" : "", Milliseconds(score.StartError(0.5)), Milliseconds(score.StartError(0.95)),
        ];
    }

    private static string Number(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double? seconds) => seconds is null ? "" : $"{1000 * seconds:0} ms";
}
