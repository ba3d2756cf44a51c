namespace PaperLedge.Whisper;

/// <summary>How the decoder's weights are kept.</summary>
public enum WhisperPrecision
{
    /// <summary>In 8 bits if the file's are quantised (its name ends in -q8_0, -q5_0 …), else in single precision.</summary>
    Auto,

    /// <summary>In single precision.</summary>
    Float32,

    /// <summary>In 8 bits, and calculated with in 8 bits: less memory and time, and now and then another word.</summary>
    Int8,
}
