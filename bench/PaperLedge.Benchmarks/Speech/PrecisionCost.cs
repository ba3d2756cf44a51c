using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>How often 8 bits choose another token than single precision when both are shown the same text so far.</summary>
internal static class PrecisionCost
{
    /// <returns>Steps compared, and those in which both put the same token first.</returns>
    public static (int Steps, int Agreed) Compare(LoadedModel exact, LoadedModel eightBit, IEnumerable<float[]> windows)
    {
        var (steps, agreed) = (0, 0);
        using var run = new RunOptions();
        foreach (var samples in windows)
        {
            var text = Greedy(exact, samples, run);
            var (first, second) = (Choices(exact, samples, text, run), Choices(eightBit, samples, text, run));
            steps += first.Length;
            agreed += first.Zip(second).Count(pair => pair.First == pair.Second);
        }

        return (steps, agreed);
    }

    private static List<int> Greedy(LoadedModel model, float[] samples, RunOptions run)
    {
        var prompt = new WindowPrompt(model.Tokens, [], 0, translate: false);
        var decoding = new WindowDecoding(WindowTask.Of(0, new(0, samples)), new WindowEncoder(model).Encode(samples, run), model, prompt, new());
        using var decoder = new DecoderStep(model.Session);
        for (var step = new List<StepToken>(); !decoding.IsDone; step.Clear())
        {
            decoding.Feed(step);
            decoder.Run(step, run);
            decoding.Accept(decoder.From(0));
        }

        return [.. decoding.Decoded!.Tokens];
    }

    private static int[] Choices(LoadedModel model, float[] samples, List<int> text, RunOptions run)
    {
        using var decoder = new DecoderStep(model.Session);
        var cache = new TextCache(model.Session.Dimensions, new WindowEncoder(model).Encode(samples, run));
        List<int> tokens = [model.Tokens.StartOfTranscript, .. text];
        decoder.Run([.. tokens.Select(token => new StepToken(cache, token, WantsLogits: true))], run);
        return [.. Enumerable.Range(0, tokens.Count).Select(i => TensorPrimitives.IndexOfMax<float>(decoder.Logits(i)))];
    }
}
