namespace PaperLedge.Whisper;

/// <summary>How weights are kept, and what is calculated with.</summary>
public enum WhisperPrecision
{
    /// <summary><see cref="Int8"/> if the file's weights are quantised (its name ends in -q8_0, -q5_0 …), else <see cref="Float32"/>.</summary>
    Auto,

    /// <summary>The encoder's projections in single precision, the decoder's weights in 12 bits.</summary>
    Float32,

    /// <summary>Weights in 8 bits, and the encoder's activations too: less memory and time, and now and then another word.</summary>
    Int8,
}
