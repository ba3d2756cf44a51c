namespace PaperLedge.Whisper.Models;

/// <summary>
/// The encoder's two convolutions, three frames wide each, and the places that are added to their result. A frame's
/// neighbours lie beside it, so that a convolution is a product of rows that overlap. Weights take 12 bits, whatever the model's others take:
/// they see the audio first.
/// </summary>
internal sealed class ConvolutionWeights
{
    public const int Frames = 3;

    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public ConvolutionWeights(GgmlFile file)
    {
        First = Read(file, "encoder.conv1");
        Second = Read(file, "encoder.conv2");
        Places = file.ReadAll("encoder.positional_embedding");
    }

    /// <summary>From a frame of the spectrogram and its neighbours.</summary>
    public LinearWeights First { get; }

    /// <summary>From every second frame of the first one's result and its neighbours.</summary>
    public LinearWeights Second { get; }

    /// <summary>Positions × state.</summary>
    public float[] Places { get; }

    private static LinearWeights Read(GgmlFile file, string name) =>
        LinearWeights.OfConvolution(file.ReadAll($"{name}.weight"), file.ReadAll($"{name}.bias"), Frames);
}
