using System.Runtime.InteropServices;
using System.Text;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>
/// A ggml file of a published model's shape with random half-precision weights: good to time with, and for nothing else.
/// </summary>
internal static class RandomModel
{
    private const int English = 51864;
    private const int TextTokens = 50257;

    /// <summary>whisper.cpp looks the single space up.</summary>
    private const int Space = 220;

    public static WhisperDimensions Tiny { get; } = new(English, 384, 6, 4, 384, 6, 4, 80);

    public static WhisperDimensions Base { get; } = new(English, 512, 8, 6, 512, 8, 6, 80);

    /// <param name="filters">Of any model; every published one of 80 bins has the same.</param>
    public static void Write(string path, WhisperDimensions d, MelFilters filters)
    {
        using var file = new BinaryWriter(File.Create(path));
        int[] header =
        [
            0x67676d6c, d.VocabularySize, WhisperDimensions.AudioContext, d.AudioState, d.AudioHeads, d.AudioLayers,
            WhisperDimensions.TextContext, d.TextState, d.TextHeads, d.TextLayers, d.MelBins, 1, filters.Bins, MelFilters.Frequencies,
        ];
        Array.ForEach(header, file.Write);
        file.Write(MemoryMarshal.AsBytes<float>(filters.Weights));
        file.Write(TextTokens);
        for (var id = 0; id < TextTokens; id++)
        {
            var token = Encoding.ASCII.GetBytes(id == Space ? " " : $" t{id}");
            file.Write(token.Length);
            file.Write(token);
        }

        var random = new Random(5);
        foreach (var (name, shape) in WhisperTensors.Of(d))
        {
            WriteTensor(file, name, shape, random);
        }
    }

    private static void WriteTensor(BinaryWriter file, string name, int[] shape, Random random)
    {
        // What whisper.cpp keeps in single precision: everything but projections, convolutions and the token embedding.
        var isHalf = name.EndsWith(".weight", StringComparison.Ordinal) && shape.Length > 1;
        file.Write(shape.Length);
        file.Write(name.Length);
        file.Write(isHalf ? 1 : 0);
        foreach (var size in shape.Reverse())
        {
            file.Write(size);
        }

        file.Write(Encoding.ASCII.GetBytes(name));
        var middle = name.Contains("ln", StringComparison.Ordinal) && !isHalf && name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f;
        var spread = isHalf ? 1 / MathF.Sqrt(shape[^1]) : 0.02f;
        for (var i = shape.Aggregate(1, (product, size) => product * size); i > 0; i--)
        {
            var value = middle + (spread * (random.NextSingle() - 0.5f) * 2);
            if (isHalf)
            {
                file.Write((Half)value);
            }
            else
            {
                file.Write(value);
            }
        }
    }
}
