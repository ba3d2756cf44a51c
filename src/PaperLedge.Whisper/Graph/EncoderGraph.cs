using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// The encoder, and the keys and values that the decoder's cross-attention reads: they depend on the audio alone and are
/// made once a window. In: <see cref="Mel"/> [1, bins, F], F even and at most 3,000. Out, for each decoder layer: keys and
/// values [1, F / 2, state].
/// </summary>
internal static class EncoderGraph
{
    public const string Mel = "mel";

    /// <summary>The encoder's own output [1, F / 2, state], read only by tests.</summary>
    public const string Encoded = "encoded";

    public static string CrossKey(int layer) => $"cross_key.{layer}";

    public static string CrossValue(int layer) => $"cross_value.{layer}";

    public static OnnxGraph Build(WhisperDimensions d)
    {
        var graph = new OnnxGraph("whisper-encoder");

        // 8-bit weights gain nothing here: a window's 1,500 positions share each weight that is read.
        var layers = new TransformerLayers(graph, d.AudioState, d.AudioHeads, isEightBit: false);
        var mel = graph.Input(Mel, OnnxElement.Float, "batch", d.MelBins, "frames");

        var x = layers.Gelu(Convolve(graph, mel, "encoder.conv1", d.MelBins, d.AudioState, stride: 1));
        x = layers.Gelu(Convolve(graph, x, "encoder.conv2", d.AudioState, d.AudioState, stride: 2));
        x = graph.Node("Transpose", [x], ("perm", new long[] { 0, 2, 1 }));
        x = graph.Node("Add", [x, Places(graph, x, d)]);
        for (var layer = 0; layer < d.AudioLayers; layer++)
        {
            var block = $"encoder.blocks.{layer}";
            x = layers.Mlp(SelfAttention(layers, x, block), block);
        }

        var encoded = layers.Norm(x, "encoder.ln_post");
        graph.Output(encoded, Encoded, OnnxElement.Float, "batch", "positions", d.AudioState);
        for (var layer = 0; layer < d.TextLayers; layer++)
        {
            var attention = $"decoder.blocks.{layer}.cross_attn";
            var key = layers.Project(encoded, $"{attention}.key", hasBias: false);
            var value = layers.Project(encoded, $"{attention}.value");
            graph.Output(key, CrossKey(layer), OnnxElement.Float, "batch", "positions", d.TextState);
            graph.Output(value, CrossValue(layer), OnnxElement.Float, "batch", "positions", d.TextState);
        }

        return graph;
    }

    private static string Convolve(OnnxGraph graph, string x, string name, int inputs, int outputs, long stride) =>
        graph.Node(
            "Conv",
            [x, graph.Weight($"{name}.weight", [outputs, inputs, 3]), graph.Weight($"{name}.bias", [outputs])],
            ("kernel_shape", new long[] { 3 }),
            ("strides", new[] { stride }),
            ("pads", new long[] { 1, 1 }));

    /// <summary>The positional embedding's first rows, as many as the audio has positions.</summary>
    private static string Places(OnnxGraph graph, string x, WhisperDimensions d)
    {
        var all = graph.Weight("encoder.positional_embedding", [WhisperDimensions.AudioContext, d.AudioState]);
        var positions = graph.Node("Shape", [x], ("start", 1L), ("end", 2L));
        return graph.Node("Slice", [all, graph.Constant(0), positions, graph.Constant(0)]);
    }

    private static string SelfAttention(TransformerLayers layers, string x, string block)
    {
        var (norm, attention) = (layers.Norm(x, $"{block}.attn_ln"), $"{block}.attn");
        var query = layers.Project(norm, $"{attention}.query");
        var key = layers.Project(norm, $"{attention}.key", hasBias: false);
        var value = layers.Project(norm, $"{attention}.value");
        return layers.AddProjected(x, layers.Attend(query, key, value), attention);
    }
}
