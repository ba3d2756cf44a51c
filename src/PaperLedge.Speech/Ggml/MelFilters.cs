namespace PaperLedge.Speech.Ggml;

/// <param name="Weights">Bins × <see cref="Frequencies"/>, row-major.</param>
internal sealed record MelFilters(int Bins, float[] Weights)
{
    // Of a spectrum over 400 samples: 0 to 8 kHz in steps of 40 Hz.
    public const int Frequencies = 201;

    public static MelFilters Read(GgmlReader reader, WhisperDimensions dimensions)
    {
        var bins = reader.ReadInt32("the mel filters' size");
        var frequencies = reader.ReadInt32("the mel filters' size");
        if (bins != dimensions.MelBins || frequencies != Frequencies)
        {
            throw reader.Fail($"mel filters of {bins} × {frequencies} instead of {dimensions.MelBins} × {Frequencies}");
        }

        var weights = reader.ReadFloats(bins * frequencies, "the mel filters");
        if (!Array.TrueForAll(weights, weight => weight is >= 0 and <= 1))
        {
            throw reader.Fail("a mel filter contains a number that is not between 0 and 1");
        }

        return new(bins, weights);
    }
}
