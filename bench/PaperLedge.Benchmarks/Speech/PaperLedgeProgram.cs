using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Benchmarks.Scoring;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>PaperLedge's command line in its own process, with its default settings.</summary>
/// <param name="model">A name or a path.</param>
internal sealed partial class PaperLedgeProgram(string root, string model, WhisperEngine engine) : SpeechProgram
{
    // True if its log reports its time by phase.
    public bool ReportsTime => engine == WhisperEngine.Onnx;

    public override string Name => engine == WhisperEngine.Onnx ? "PaperLedge" : "PaperLedge, Whisper.net";

    public override async Task<HeardSpeech> HearAsync(string audio, string? language)
    {
        string[] settings = [$"Whisper__Threads={ThreadCount}", $"Whisper__Engine={engine}", "Logging__LogLevel__Default=Debug"];
        var program = Path.Combine(root, "artifacts", "cli", "release", "PaperLedge.Cli.dll");
        string[] languages = language is null ? [] : ["--language", language];
        var run = await ChildRun.RunAsync(
            "env",
            [.. settings, "dotnet", program, "transcribe", audio, "--model", model, "--format", "json", .. languages]);
        using var document = JsonDocument.Parse(run.Output);
        List<Segment> segments = [.. document.RootElement.GetProperty("segments").EnumerateArray().Select(ReadSegment)];
        var windows = WindowLine().Matches(run.Error);
        return new(
            segments,
            [.. segments.Where(segment => segment.Kind == SegmentKind.Speech).SelectMany(WordsOf)],
            windows.Count > 0 ? windows.Count + Sum(windows, "rereads") : null,
            windows.Count > 0 ? Sum(windows, "drafts") : null,
            run);
    }

    private static Segment ReadSegment(JsonElement json)
    {
        var text = json.GetProperty("body").GetString()!;
        return new(Time(json, "startTime"), Time(json, "endTime"), text, 0, 0)
        {
            Kind = HeardSpeech.IsSound(text) ? SegmentKind.Sound : SegmentKind.Speech,
            Words = json.TryGetProperty("words", out var words) ? [.. words.EnumerateArray().Select(ReadWord)] : [],
        };
    }

    private static Word ReadWord(JsonElement json) =>
        new(
            Time(json, "startTime"),
            Time(json, "endTime"),
            json.GetProperty("body").GetString()!,
            json.GetProperty("probability").GetDouble());

    private static TimeSpan Time(JsonElement json, string name) => TimeSpan.FromSeconds(json.GetProperty(name).GetDouble());

    private static IEnumerable<TimedWord> WordsOf(Segment segment) =>
        segment.Words.Count > 0
            ? segment.Words.Select(word => new TimedWord(word.Text, word.Start.TotalSeconds))
            : TimedWord.Split(segment.Text);

    private static int Sum(MatchCollection lines, string group) =>
        lines.Sum(line => int.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture));

    // The engine's debug line for each window.
    [GeneratedRegex(@"\bWindow \d+: .*\bdrafts=(?<drafts>\d+).*\brereads=(?<rereads>\d+)")]
    private static partial Regex WindowLine();
}
