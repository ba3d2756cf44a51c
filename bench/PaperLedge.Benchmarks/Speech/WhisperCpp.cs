using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Benchmarks.Scoring;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>whisper.cpp's own program: greedy, with fallback and timestamps, without earlier text.</summary>
/// <param name="program">The path of <c>whisper-cli</c>.</param>
/// <param name="model">A ggml file.</param>
internal sealed partial class WhisperCpp(string program, string model) : SpeechProgram
{
    public const string ProgramName = "whisper.cpp";

    // The language, the model and the files are added.
    public const string Options = $"-t {ThreadCount} -bs 1 -bo 1 -mc 0";

    public override string Name => ProgramName;

    public override async Task<HeardSpeech> HearAsync(string audio, string? language)
    {
        // -np is left out, since it would also suppress the numbers of windows and drafts.
        var output = Path.Combine(Path.GetDirectoryName(audio)!, "whisper-cpp");
        var run = await ChildRun.RunAsync(
            program, ["-m", model, "-f", audio, "-l", language ?? "auto", .. Options.Split(' '), "-ojf", "-of", output]);

        // Tokens may end within a character; such text is not valid UTF-8.
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(await File.ReadAllBytesAsync(output + ".json")));
        File.Delete(output + ".json");
        List<JsonElement> all = [.. document.RootElement.GetProperty("transcription").EnumerateArray()];
        var fallbacks = Fallbacks().Match(run.Error);
        var encoded = Count(Encodings().Match(run.Error), "runs");
        return new(
            [.. all.Select(ReadSegment)],
            [.. all.Where(segment => !HeardSpeech.IsSound(Text(segment))).SelectMany(WordsOf)],
            encoded,
            encoded + Count(fallbacks, "logprob") + Count(fallbacks, "entropy"),
            run);
    }

    private static string Text(JsonElement json) => json.GetProperty("text").GetString()!;

    private static double Time(JsonElement json, string name) => json.GetProperty("offsets").GetProperty(name).GetInt32() / 1000d;

    private static Segment ReadSegment(JsonElement json) => new(
        TimeSpan.FromSeconds(Time(json, "from")),
        TimeSpan.FromSeconds(Math.Max(Time(json, "from"), Time(json, "to"))),
        Text(json).Trim(),
        0,
        0);

    // Returns words without times where a token ends within a character.
    private static List<TimedWord> WordsOf(JsonElement segment)
    {
        var words = new List<TimedWord>();
        foreach (var token in segment.GetProperty("tokens").EnumerateArray().Where(token => !IsMark(Text(token))))
        {
            var text = Text(token);
            if (text.StartsWith(' ') || words.Count == 0)
            {
                words.Add(new(text.Trim(), token.TryGetProperty("offsets", out _) ? Time(token, "from") : null));
            }
            else
            {
                words[^1] = words[^1] with { Text = words[^1].Text + text };
            }
        }

        List<TimedWord> plain = [.. TimedWord.Split(Text(segment))];
        return words.Select(word => word.Text).SequenceEqual(plain.Select(word => word.Text)) ? words : plain;
    }

    private static bool IsMark(string token) => token is ['[', '_', .., ']'];

    private static int? Count(Match match, string group) =>
        match.Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"encode time =\s*[\d.]+ ms /\s*(?<runs>\d+) runs")]
    private static partial Regex Encodings();

    [GeneratedRegex(@"fallbacks =\s*(?<logprob>\d+) p /\s*(?<entropy>\d+) h")]
    private static partial Regex Fallbacks();
}
