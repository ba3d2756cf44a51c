using PaperLedge.Core.Transcripts;

namespace PaperLedge.Speech.Ggml;

/// <summary>Error of a file that is not a Whisper model in ggml form, or is damaged; found before anything large is allocated.</summary>
public sealed class ModelFormatException(string file, string? tensor, string reason, Exception? innerException = null)
    : ModelException(Describe(file, tensor, reason), innerException)
{
    public string File { get; } = file;

    /// <summary>The faulty tensor, or null if the fault is in the header.</summary>
    public string? Tensor { get; } = tensor;

    public string Reason { get; } = reason;

    private static string Describe(string file, string? tensor, string reason)
    {
        var where = tensor is null ? "" : $", tensor '{tensor}'";
        return $"The model file '{file}' cannot be used{where}: {reason}. "
            + "Get the file again (delete a downloaded file, and it is downloaded again), or name another model.";
    }
}
