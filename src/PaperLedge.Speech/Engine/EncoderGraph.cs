using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>ONNX graphs of the encoder, cut at its attentions, and of the decoder's cross-attention projections.</summary>
/// <remarks>
/// Attention runs between the stages (<see cref="Attention.SelfAttention"/>). The cross-attention projections of the encoder's result
/// depend on the audio alone and are computed once for each window. All values are [positions, state].
/// </remarks>
internal static class EncoderGraph
{
    // The encoder's final result.
    public const string Encoded = "encoded";

    public const string Hidden = "hidden";
    public const string Attended = "attended";
    public const string Residual = "residual";
    public const string Query = "query";
    public const string Key = "key";
    public const string Value = "value";

    /// <returns>The stage from the convolutions' result to layer 0's query, key and value.</returns>
    public static OnnxGraph Enter(WhisperDimensions d, bool isEightBit)
    {
        var (graph, layers) = Begin("enter", d, isEightBit);
        Ask(graph, layers, graph.Input(Hidden, OnnxElement.Float, "positions", d.AudioState), 0, d);
        return graph;
    }

    /// <returns>The stage from attention to the next layer's query, key and value, or in the last layer to <see cref="Encoded"/>.</returns>
    public static OnnxGraph AfterAttention(WhisperDimensions d, int layer, bool isEightBit)
    {
        var (graph, layers) = Begin($"after-attention-{layer}", d, isEightBit);
        var x = graph.Input(Hidden, OnnxElement.Float, "positions", d.AudioState);
        var block = $"encoder.blocks.{layer}";
        x = layers.AddProjected(x, graph.Input(Attended, OnnxElement.Float, "positions", d.AudioState), $"{block}.attn");
        x = layers.Mlp(x, block);
        if (layer == d.AudioLayers - 1)
        {
            Give(graph, layers.Norm(x, "encoder.ln_post"), Encoded, d);
        }
        else
        {
            Give(graph, x, Residual, d);
            Ask(graph, layers, x, layer + 1, d);
        }

        return graph;
    }

    /// <returns>The stage from <see cref="Encoded"/> to the key and value of a decoder layer's cross-attention.</returns>
    public static OnnxGraph Cross(WhisperDimensions d, int layer, bool isEightBit)
    {
        var (graph, layers) = Begin($"cross-{layer}", d, isEightBit);
        var encoded = graph.Input(Encoded, OnnxElement.Float, "positions", d.AudioState);
        var attention = $"decoder.blocks.{layer}.cross_attn";
        var asked = layers.Project(encoded, [($"{attention}.key", false), ($"{attention}.value", true)]);
        Give(graph, asked[0], Key, d);
        Give(graph, asked[1], Value, d);
        return graph;
    }

    private static (OnnxGraph Graph, TransformerLayers Layers) Begin(string stage, WhisperDimensions d, bool isEightBit)
    {
        var graph = new OnnxGraph($"whisper-encoder-{stage}");
        return (graph, new(graph, d.AudioState, isEightBit));
    }

    private static void Ask(OnnxGraph graph, TransformerLayers layers, string x, int layer, WhisperDimensions d)
    {
        var attention = $"encoder.blocks.{layer}.attn";
        var norm = layers.Norm(x, $"{attention}_ln");
        var asked = layers.Project(norm, [($"{attention}.query", true), ($"{attention}.key", false), ($"{attention}.value", true)]);
        Give(graph, asked[0], Query, d);
        Give(graph, asked[1], Key, d);
        Give(graph, asked[2], Value, d);
    }

    private static void Give(OnnxGraph graph, string value, string output, WhisperDimensions d) =>
        graph.Output(value, output, OnnxElement.Float, "positions", d.AudioState);
}
