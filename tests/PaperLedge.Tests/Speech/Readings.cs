using System.Text.Json;
using PaperLedge.Benchmarks.Scoring;
using PaperLedge.Cli;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Speech;

/// <summary>A sentence that a person reads.</summary>
/// <param name="Audio">16 kHz mono in [-1, 1].</param>
/// <param name="Words">With their starts by a forced alignment; the last has a full stop.</param>
/// <param name="End">Of the last word, in seconds.</param>
internal sealed record Reading(float[] Audio, IReadOnlyList<TimedWord> Words, double End)
{
    /// <summary>The sentence without the pauses around it.</summary>
    public Reading Trimmed()
    {
        const double Margin = 0.03;
        var start = Words[0].Start!.Value - Margin;
        return new(
            Audio[(int)(start * 16_000)..Math.Min((int)((End + Margin) * 16_000), Audio.Length)],
            [.. Words.Select(word => word with { Start = word.Start - start })],
            End - start);
    }
}

/// <summary>The five sentences of <c>bench/audio/librivox</c>, 25 s together.</summary>
internal static class Readings
{
    public static IReadOnlyList<Reading> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "bench", "audio", "librivox"), "*.wav")
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    /// <summary>One behind the other, as one reading.</summary>
    /// <param name="gap">Seconds of digital silence behind each.</param>
    public static Reading Join(IEnumerable<Reading> readings, double gap = 0)
    {
        var (audio, words, end) = (new List<float>(), new List<TimedWord>(), 0d);
        foreach (var reading in readings)
        {
            var start = audio.Count / 16_000d;
            words.AddRange(reading.Words.Select(word => word with { Start = word.Start + start }));
            audio.AddRange(reading.Audio);
            audio.AddRange(new float[(int)(gap * 16_000)]);
            end = start + reading.End;
        }

        return new([.. audio], words, end);
    }

    /// <summary>How speech was heard; a word is timed by its first part, as in "cold-hearted".</summary>
    public static SpeechScore Score(Reading said, IEnumerable<Segment> heard)
    {
        var words = heard.Where(segment => segment.Kind == SegmentKind.Speech).SelectMany(segment => segment.Words);
        var reference = ScoredText.Of(said.Words, "en");
        return SpeechScore.Of(
            reference,
            ScoredText.AsSpelled(ScoredText.Of(words.Select(word => new TimedWord(word.Text, word.Start.TotalSeconds)), "en"), reference));
    }

    private static Reading Read(string path)
    {
        using var alignment = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json")));
        var words = (from word in alignment.RootElement.GetProperty("w").EnumerateArray()
                     let text = word.GetProperty("t").GetString()!
                     where text != "<sil>"
                     let start = word.GetProperty("b").GetDouble()
                     // A number in brackets says which pronunciation it is.
                     select (Word: new TimedWord(text.Split('(')[0], start), End: start + word.GetProperty("d").GetDouble())).ToList();
        return new(
            TestFiles.Samples(path),
            [.. words.SkipLast(1).Select(word => word.Word), words[^1].Word with { Text = words[^1].Word.Text + "." }],
            words[^1].End);
    }
}
