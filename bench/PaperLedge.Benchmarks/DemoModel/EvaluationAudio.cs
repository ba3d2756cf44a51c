using System.Text.Json;
using PaperLedge.Benchmarks.Speech;

namespace PaperLedge.Benchmarks.DemoModel;

/// <summary>A held-out text as one condition of <c>tools/demo-model/evaluation.tsv</c> has it spoken, or a sound without speech.</summary>
/// <param name="Audio">16 kHz mono WAV.</param>
/// <param name="Script">The text's file; empty for a sound without speech.</param>
/// <param name="Goal">Word error rate that is aimed at.</param>
/// <param name="SentenceStarts">By the synthesiser, in seconds.</param>
internal sealed record EvaluationAudio(string Condition, string Audio, string Script, double Goal, double Seconds, IReadOnlyList<double> SentenceStarts)
{
    public bool HasSpeech => Script.Length > 0;

    public string Text { get; } = Script.Length > 0 ? File.ReadAllText(Script) : "";

    /// <summary>Speaks everything into a folder, by the recipe's own program.</summary>
    public static async Task<IReadOnlyList<EvaluationAudio>> MakeAsync(string root, string folder)
    {
        await ChildRun.RunAsync(Path.Combine(root, "tools", "demo-model", "make.sh"), "evaluation-audio", folder);
        await using var manifest = File.OpenRead(Path.Combine(folder, "manifest.json"));
        var all = await JsonSerializer.DeserializeAsync<List<EvaluationAudio>>(manifest, JsonSerializerOptions.Web);
        return [.. all!.Select(audio => audio with { Audio = Path.Combine(folder, audio.Audio) })];
    }

    public Task<float[]> ReadAsync() => BenchAudio.ReadAsync(Audio);
}
