using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Benchmarks.Speech;

/// <param name="Audio">What both programs are given.</param>
/// <param name="Said">With the words' times where somebody knows them.</param>
internal sealed record SpokenFile(string Audio, IReadOnlyList<TimedWord> Said);

/// <summary>A line of the table.</summary>
/// <param name="Language">As the programs are told it; null where they have to find out.</param>
/// <param name="Plain">The row with the same speech as it was before pauses were put in; null for others.</param>
internal sealed record SpeechRow(string Name, string? Language, IReadOnlyList<SpokenFile> Files, string? Plain = null);

/// <summary>What one program made of a row.</summary>
/// <param name="Heard">Of each file.</param>
internal sealed record SpeechResult(SpeechRow Row, string Program, SpeechScore Score, CueReading Cues, IReadOnlyList<HeardSpeech> Heard)
{
    public double Seconds => Heard.Sum(one => one.Run.Wall.TotalSeconds);

    public double ProcessorSeconds => Heard.Sum(one => one.Run.Processor.TotalSeconds);

    public long Megabytes => Heard.Max(one => one.Run.Resident) / 1_000_000;

    public int? Windows => Heard.Sum(one => one.Windows) is var sum && Heard.All(one => one.Windows is not null) ? sum : null;

    public int? Drafts => Heard.Sum(one => one.Drafts) is var sum && Heard.All(one => one.Drafts is not null) ? sum : null;

    /// <summary>Runs a program on each of the row's files.</summary>
    /// <param name="differences">Receives where what was heard differs from what was said.</param>
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
