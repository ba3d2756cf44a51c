using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// The decoder cut at its attentions: each stage is what lies between two of them, and knows nothing of which row belongs to
/// which text or how long that is. Rows are tokens, of one text or of many; attention is done between the stages
/// (<see cref="Attention.TextCache"/>, <see cref="Attention.CrossCache"/>) on caches that never have to be copied.
/// All values are [rows, state] but <see cref="Logits"/>, [rows, vocabulary].
/// </summary>
internal static class DecoderGraph
{
    public const string Hidden = "hidden";
    public const string Attended = "attended";
    public const string Residual = "residual";
    public const string Query = "query";
    public const string Key = "key";
    public const string Value = "value";
    public const string Logits = "logits";

    public const string TokenEmbedding = "decoder.token_embedding.weight";
    public const string PositionalEmbedding = "decoder.positional_embedding";

    /// <summary>From the embedded tokens, <see cref="Hidden"/>, to layer 0's query, key and value.</summary>
    public static OnnxGraph Enter(WhisperDimensions d, bool isEightBit)
    {
        var (graph, layers) = Begin("enter", d, isEightBit);
        var x = graph.Input(Hidden, OnnxElement.Float, "rows", d.TextState);
        AskSelf(graph, layers, x, 0, d);
        return graph;
    }

    /// <summary>From self-attention's result to the cross-attention's query.</summary>
    public static OnnxGraph AfterSelf(WhisperDimensions d, int layer, bool isEightBit)
    {
        var (graph, layers) = Begin($"after-self-{layer}", d, isEightBit);
        var x = Join(graph, layers, $"decoder.blocks.{layer}.attn", d);
        var attention = $"decoder.blocks.{layer}.cross_attn";
        Give(graph, x, Residual, d);
        Give(graph, layers.Project(layers.Norm(x, $"{attention}_ln"), $"{attention}.query"), Query, d);
        return graph;
    }

    /// <summary>From cross-attention's result to the next layer's query, key and value; to the final norm in the last layer.</summary>
    public static OnnxGraph AfterCross(WhisperDimensions d, int layer, bool isEightBit)
    {
        var (graph, layers) = Begin($"after-cross-{layer}", d, isEightBit);
        var x = layers.Mlp(Join(graph, layers, $"decoder.blocks.{layer}.cross_attn", d), $"decoder.blocks.{layer}");
        if (layer == d.TextLayers - 1)
        {
            Give(graph, layers.Norm(x, "decoder.ln"), Residual, d);
            return graph;
        }

        Give(graph, x, Residual, d);
        AskSelf(graph, layers, x, layer + 1, d);
        return graph;
    }

    /// <param name="tokens">Rows of the token embedding, which is the output projection too.</param>
    public static OnnxGraph Leave(WhisperDimensions d, int tokens, bool isEightBit)
    {
        var graph = new OnnxGraph("whisper-decoder-leave");
        var x = graph.Input(Hidden, OnnxElement.Float, "rows", d.TextState);
        var logits = isEightBit
            ? TransformerLayers.MultiplyBlocks(graph, x, TokenEmbedding, d.TextState, tokens)
            : graph.Node("Gemm", [x, graph.Weight(TokenEmbedding, [tokens, d.TextState])], ("transB", 1L));
        graph.Output(logits, Logits, OnnxElement.Float, "rows", tokens);
        return graph;
    }

    private static (OnnxGraph Graph, TransformerLayers Layers) Begin(string stage, WhisperDimensions d, bool isEightBit)
    {
        var graph = new OnnxGraph($"whisper-decoder-{stage}");
        return (graph, new(graph, d.TextState, isEightBit ? WeightForm.Blocks : WeightForm.Single));
    }

    private static string Join(OnnxGraph graph, TransformerLayers layers, string attention, WhisperDimensions d)
    {
        var x = graph.Input(Hidden, OnnxElement.Float, "rows", d.TextState);
        return layers.AddProjected(x, graph.Input(Attended, OnnxElement.Float, "rows", d.TextState), attention);
    }

    private static void AskSelf(OnnxGraph graph, TransformerLayers layers, string x, int layer, WhisperDimensions d)
    {
        var attention = $"decoder.blocks.{layer}.attn";
        var norm = layers.Norm(x, $"{attention}_ln");
        var asked = layers.Project(norm, [($"{attention}.query", true), ($"{attention}.key", false), ($"{attention}.value", true)]);
        Give(graph, asked[0], Query, d);
        Give(graph, asked[1], Key, d);
        Give(graph, asked[2], Value, d);
    }

    private static void Give(OnnxGraph graph, string value, string output, WhisperDimensions d) =>
        graph.Output(value, output, OnnxElement.Float, "rows", d.TextState);
}
