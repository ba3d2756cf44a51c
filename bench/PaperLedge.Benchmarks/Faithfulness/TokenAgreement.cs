using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Benchmarks.Faithfulness;

/// <summary>How many text tokens two engines have in common when both read the same windows, each going on by its own choices.</summary>
internal static class TokenAgreement
{
    /// <returns>Tokens of the first, and those that would have to change to get the second.</returns>
    public static (int Tokens, int Changes) Compare(IEnumerable<(IReadOnlyList<int> Ours, IReadOnlyList<int> Theirs)> windows)
    {
        var (tokens, changes) = (0, 0);
        foreach (var (ours, theirs) in windows)
        {
            tokens += theirs.Count;
            changes += Distance(ours, theirs);
        }

        return (tokens, changes);
    }

    /// <summary>The likeliest tokens, without fallback.</summary>
    public static IReadOnlyList<int> Greedy(LoadedModel model, ReadOnlySpan<float> samples, RunOptions run)
    {
        var prompt = new WindowPrompt(model.Tokens, [], 0, translate: false);
        var text = new TextCache(model.Session.Dimensions, new WindowEncoder(model).Encode(samples, run));
        var search = new SampledSearch([text], prompt, model.Rules, temperature: 0, seed: 0);
        using var decoder = new DecoderStep(model.Session);
        for (var step = new List<StepToken>(); !search.IsDone; step.Clear())
        {
            search.Feed(step);
            decoder.Run(step, run);
            search.Accept(decoder.From(0));
        }

        return [.. search.Best.Tokens.Where(model.Tokens.IsText)];
    }

    private static int Distance(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var row = Enumerable.Range(0, b.Count + 1).ToArray();
        for (var i = 1; i <= a.Count; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Count; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
