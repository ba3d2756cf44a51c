namespace PaperLedge.Whisper;

/// <summary>How the decoder's numbers are kept.</summary>
public enum WhisperPrecision
{
    /// <summary>Weights in single precision; keys and values of the audio in 16 bits.</summary>
    Float32,

    /// <summary>Weights, keys and values in 8 bits: a quarter of the memory traffic, which is what a decoder waits for.</summary>
    Int8,
}
