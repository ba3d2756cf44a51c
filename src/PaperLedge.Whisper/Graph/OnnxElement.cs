namespace PaperLedge.Whisper.Graph;

/// <summary>ONNX's codes of element types (TensorProto.DataType), as far as they are used.</summary>
internal enum OnnxElement
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int64 = 7,
}
