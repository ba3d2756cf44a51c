using Microsoft.ML.OnnxRuntime;
using PaperLedge.Core.Transcripts;
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
            changes += EditDistance.Between(ours, theirs);
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
}
