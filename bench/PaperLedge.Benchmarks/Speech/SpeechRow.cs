using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Benchmarks.Speech;

/// <param name="Audio">The file that both programs get.</param>
/// <param name="Said">With the times of the words where they are known.</param>
internal sealed record SpokenFile(string Audio, IReadOnlyList<TimedWord> Said);

/// <summary>Row of the table.</summary>
/// <param name="Language">The language that the programs are given; null if they must detect it.</param>
/// <param name="Plain">The row with the same speech before pauses were inserted; null for others.</param>
internal sealed record SpeechRow(string Name, string? Language, IReadOnlyList<SpokenFile> Files, string? Plain = null);

/// <summary>Result of one program for a row.</summary>
/// <param name="Heard">One for each file.</param>
internal sealed record SpeechResult(SpeechRow Row, string Program, SpeechScore Score, CueReading Cues, IReadOnlyList<HeardSpeech> Heard)
{
    public double Seconds => Heard.Sum(one => one.Run.Wall.TotalSeconds);

    public double ProcessorSeconds => Heard.Sum(one => one.Run.Processor.TotalSeconds);

    public long Megabytes => Heard.Max(one => one.Run.Resident) / 1_000_000;

    public int? Windows => Heard.Sum(one => one.Windows) is var sum && Heard.All(one => one.Windows is not null) ? sum : null;

    public int? Drafts => Heard.Sum(one => one.Drafts) is var sum && Heard.All(one => one.Drafts is not null) ? sum : null;

    /// <param name="differences">Receives the differences between the text heard and the text said.</param>
    public static async Task<SpeechResult> OfAsync(SpeechRow row, SpeechProgram program, Action<string> differences)
    {
        var (score, cues, heard) = (SpeechScore.Nothing, CueReading.Nothing, new List<HeardSpeech>());
        var language = row.Language ?? "en";
        foreach (var file in row.Files)
        {
            var one = await program.HearAsync(file.Audio, row.Language);
            var said = ScoredText.Of(file.Said, language);
            var written = ScoredText.AsSpelled(ScoredText.Of(one.Words, language), said);
            score += SpeechScore.Of(said, written);
            cues += CueReading.Of(one.Segments, language, await SpeechAudio.LengthAsync(file.Audio));
            heard.Add(one);
            differences(ScoreDifferences.Of(said, written));
        }

        return new(row, program.Name, score, cues, heard);
    }
}
