using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// One step of the decoder over a batch. In: <see cref="Tokens"/> and <see cref="Positions"/> [B, S], the self-attention's past
/// keys and values [B, heads, P, head size], and the encoder's cross keys and values. Out: <see cref="Logits"/> of the last
/// token [B, vocabulary], and the past grown by S. Several tokens at once only while the past is empty.
/// </summary>
internal static class DecoderGraph
{
    public const string Tokens = "tokens";
    public const string Positions = "positions";
    public const string Logits = "logits";

    public static string PastKey(int layer) => $"past_key.{layer}";

    public static string PastValue(int layer) => $"past_value.{layer}";

    public static string PresentKey(int layer) => $"present_key.{layer}";

    public static string PresentValue(int layer) => $"present_value.{layer}";

    /// <param name="tokens">Rows of the token embedding, which is the output projection too.</param>
    public static OnnxGraph Build(WhisperDimensions d, int tokens)
    {
        var graph = new OnnxGraph("whisper-decoder");
        var layers = new TransformerLayers(graph, d.TextState, d.TextHeads);
        var ids = graph.Input(Tokens, OnnxElement.Int64, "batch", "sequence");
        var positions = graph.Input(Positions, OnnxElement.Int64, "batch", "sequence");
        var embedding = graph.Weight("decoder.token_embedding.weight", [tokens, d.TextState]);
        var places = graph.Weight("decoder.positional_embedding", [WhisperDimensions.TextContext, d.TextState]);

        var x = graph.Node("Add", [graph.Node("Gather", [embedding, ids]), graph.Node("Gather", [places, positions])]);
        for (var layer = 0; layer < d.TextLayers; layer++)
        {
            var block = $"decoder.blocks.{layer}";
            x = SelfAttention(graph, layers, x, layer, d.TextHeads);
            x = CrossAttention(graph, layers, x, layer, d.TextHeads);
            x = layers.Mlp(x, block);
        }

        // Only the last token's logits are ever read.
        var last = graph.Node("Squeeze", [graph.Node("Gather", [x, graph.Constant(-1)], ("axis", 1L)), graph.Constant(1)]);
        graph.Node("Gemm", [layers.Norm(last, "decoder.ln"), embedding], [Logits], ("transB", 1L));
        graph.Output(Logits, OnnxElement.Float, "batch", tokens);
        return graph;
    }

    private static string SelfAttention(OnnxGraph graph, TransformerLayers layers, string x, int layer, int heads)
    {
        var attention = $"decoder.blocks.{layer}.attn";
        var norm = layers.Norm(x, $"{attention}_ln");
        var query = layers.Project(norm, $"{attention}.query");
        var key = layers.Project(norm, $"{attention}.key", hasBias: false);
        var value = layers.Project(norm, $"{attention}.value");
        var pastKey = graph.Input(PastKey(layer), OnnxElement.Float, "batch", heads, "past", layers.HeadSize);
        var pastValue = graph.Input(PastValue(layer), OnnxElement.Float, "batch", heads, "past", layers.HeadSize);

        // The empty names stand for the operator's bias and masks.
        var attended = $"{attention}.attended";
        layers.Attend(
            [query, key, value, "", "", "", pastKey, pastValue],
            [attended, PresentKey(layer), PresentValue(layer)],
            isCausal: true);
        graph.Output(PresentKey(layer), OnnxElement.Float, "batch", heads, "grown", layers.HeadSize);
        graph.Output(PresentValue(layer), OnnxElement.Float, "batch", heads, "grown", layers.HeadSize);
        return layers.AddProjected(x, attended, attention);
    }

    private static string CrossAttention(OnnxGraph graph, TransformerLayers layers, string x, int layer, int heads)
    {
        var attention = $"decoder.blocks.{layer}.cross_attn";
        var query = layers.Project(layers.Norm(x, $"{attention}_ln"), $"{attention}.query");
        var key = graph.Input(EncoderGraph.CrossKey(layer), OnnxElement.Float, "batch", heads, "audio", layers.HeadSize);
        var value = graph.Input(EncoderGraph.CrossValue(layer), OnnxElement.Float, "batch", heads, "audio", layers.HeadSize);
        var attended = $"{attention}.attended";
        layers.Attend([query, key, value], [attended], isCausal: false);
        return layers.AddProjected(x, attended, attention);
    }
}
