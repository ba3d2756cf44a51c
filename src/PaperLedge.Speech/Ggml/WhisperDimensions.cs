namespace PaperLedge.Speech.Ggml;

/// <param name="VocabularySize">Text, special and timestamp tokens; distinguishes English-only from multilingual models.</param>
/// <param name="MelBins">80, or 128 for large-v3.</param>
internal sealed record WhisperDimensions(
    int VocabularySize,
    int AudioState,
    int AudioHeads,
    int AudioLayers,
    int TextState,
    int TextHeads,
    int TextLayers,
    int MelBins)
{
    /// <summary>Encoder positions in a window of 30 s, 20 ms each; the same in every published model.</summary>
    public const int AudioContext = 1500;

    /// <summary>Spectrogram frames in a window of 30 s, 10 ms each.</summary>
    public const int MelFrames = 2 * AudioContext;

    /// <summary>Decoder positions; the same in every published model.</summary>
    public const int TextContext = 448;

    // The context left for new text when half of it is kept for a prompt, with Whisper's own reserve of four.
    public const int MaxNewTokens = (TextContext / 2) - 4;

    private const int MaxState = 8192;

    // The decoder's attention processes this many channels at once; heads of every published model have 64.
    private const int HeadStep = 32;
    private const int MaxLayers = 256;

    public static WhisperDimensions Read(GgmlReader reader)
    {
        int Next(string what) => reader.ReadInt32($"the header ({what})");

        var vocabulary = Next("n_vocab");
        var audioContext = Next("n_audio_ctx");
        var (audioState, audioHeads, audioLayers) = (Next("n_audio_state"), Next("n_audio_head"), Next("n_audio_layer"));
        var textContext = Next("n_text_ctx");
        var (textState, textHeads, textLayers) = (Next("n_text_state"), Next("n_text_head"), Next("n_text_layer"));
        var mels = Next("n_mels");
        _ = Next("ftype"); // Each tensor carries its own type.

        void Demand(bool condition, string reason)
        {
            if (!condition)
            {
                throw reader.Fail(reason);
            }
        }

        Demand(SpecialTokens.IsKnown(vocabulary), $"{vocabulary} tokens are not a Whisper vocabulary");
        Demand(audioContext == AudioContext, $"n_audio_ctx is {audioContext}, not {AudioContext}");
        Demand(textContext == TextContext, $"n_text_ctx is {textContext}, not {TextContext}");
        Demand(mels is 80 or 128, $"{mels} mel bins, neither 80 nor 128");
        Demand(audioState == textState, $"the encoder is {audioState} wide and the decoder {textState}");
        Demand(audioState is > 0 and <= MaxState, $"a width of {audioState}");
        Demand(audioLayers is > 0 and <= MaxLayers && textLayers is > 0 and <= MaxLayers, $"{audioLayers} and {textLayers} layers");
        Demand(
            Divides(audioHeads, audioState) && Divides(textHeads, textState),
            $"{audioHeads} and {textHeads} heads do not divide {audioState}");

        Demand(textState / textHeads % HeadStep == 0, $"heads of {textState / textHeads} values, which is not a multiple of {HeadStep}");

        return new(vocabulary, audioState, audioHeads, audioLayers, textState, textHeads, textLayers, mels);
    }

    private static bool Divides(int heads, int state) => heads > 0 && heads <= state && state % heads == 0;
}
