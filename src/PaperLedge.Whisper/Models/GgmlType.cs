namespace PaperLedge.Whisper.Models;

/// <summary>How a tensor's values are stored. These are ggml's tensor codes, which differ from the header's ftype codes.</summary>
internal enum GgmlType
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
}
