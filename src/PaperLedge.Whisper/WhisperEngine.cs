namespace PaperLedge.Whisper;

/// <summary>Which engine recognises speech; both read the same model files.</summary>
public enum WhisperEngine
{
    /// <summary>This project's own, on ONNX Runtime.</summary>
    Onnx,

    /// <summary>Whisper.net, that is whisper.cpp, which also has GPU backends.</summary>
    WhisperNet,
}
