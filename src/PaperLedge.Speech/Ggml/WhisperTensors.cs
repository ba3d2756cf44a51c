namespace PaperLedge.Speech.Ggml;

/// <summary>Tensors of a Whisper model with the given dimensions, each with its shape, slowest-varying first.</summary>
internal static class WhisperTensors
{
    public static IEnumerable<(string Name, int[] Shape)> Of(WhisperDimensions d) => [.. Encoder(d), .. Decoder(d)];

    private static IEnumerable<(string Name, int[] Shape)> Encoder(WhisperDimensions d)
    {
        yield return ("encoder.positional_embedding", [WhisperDimensions.AudioContext, d.AudioState]);
        yield return ("encoder.conv1.weight", [d.AudioState, d.MelBins, 3]);
        yield return ("encoder.conv1.bias", [d.AudioState, 1]);
        yield return ("encoder.conv2.weight", [d.AudioState, d.AudioState, 3]);
        yield return ("encoder.conv2.bias", [d.AudioState, 1]);
        for (var layer = 0; layer < d.AudioLayers; layer++)
        {
            foreach (var tensor in Block($"encoder.blocks.{layer}", d.AudioState, hasCrossAttention: false))
            {
                yield return tensor;
            }
        }

        foreach (var tensor in Norm("encoder.ln_post", d.AudioState))
        {
            yield return tensor;
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> Decoder(WhisperDimensions d)
    {
        yield return ("decoder.positional_embedding", [WhisperDimensions.TextContext, d.TextState]);
        yield return ("decoder.token_embedding.weight", [d.VocabularySize, d.TextState]);
        for (var layer = 0; layer < d.TextLayers; layer++)
        {
            foreach (var tensor in Block($"decoder.blocks.{layer}", d.TextState, hasCrossAttention: true))
            {
                yield return tensor;
            }
        }

        foreach (var tensor in Norm("decoder.ln", d.TextState))
        {
            yield return tensor;
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> Block(string block, int state, bool hasCrossAttention) =>
    [
        .. Attention($"{block}.attn", state),
        .. hasCrossAttention ? Attention($"{block}.cross_attn", state) : [],
        .. Norm($"{block}.mlp_ln", state),
        .. Linear($"{block}.mlp.0", 4 * state, state),
        .. Linear($"{block}.mlp.2", state, 4 * state),
    ];

    // Key projections have no bias.
    private static IEnumerable<(string Name, int[] Shape)> Attention(string name, int state) =>
    [
        .. Norm($"{name}_ln", state),
        .. Linear($"{name}.query", state, state),
        ($"{name}.key.weight", [state, state]),
        .. Linear($"{name}.value", state, state),
        .. Linear($"{name}.out", state, state),
    ];

    private static IEnumerable<(string Name, int[] Shape)> Norm(string name, int state) =>
        [($"{name}.weight", [state]), ($"{name}.bias", [state])];

    private static IEnumerable<(string Name, int[] Shape)> Linear(string name, int outputs, int inputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];
}
