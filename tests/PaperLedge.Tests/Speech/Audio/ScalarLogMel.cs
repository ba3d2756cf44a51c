using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Audio;

/// <summary>The log-mel by its definition: a plain Fourier sum in double precision, one frame at a time.</summary>
internal static class ScalarLogMel
{
    public static double[] Compute(float[] samples, MelFilters filters, int frames)
    {
        var mel = new double[filters.Bins * frames];
        for (var frame = 0; frame < frames; frame++)
        {
            var power = Power(samples, (frame * 160) - 200);
            for (var bin = 0; bin < filters.Bins; bin++)
            {
                var sum = 0d;
                for (var k = 0; k < MelFilters.Frequencies; k++)
                {
                    sum += power[k] * filters.Weights[(bin * MelFilters.Frequencies) + k];
                }

                mel[(bin * frames) + frame] = Math.Log10(Math.Max(sum, 1e-10));
            }
        }

        var floor = mel.Max() - 8;
        return Array.ConvertAll(mel, value => (Math.Max(value, floor) + 4) / 4);
    }

    private static double[] Power(float[] samples, int start)
    {
        var power = new double[MelFilters.Frequencies];
        for (var k = 0; k < power.Length; k++)
        {
            var (re, im) = (0d, 0d);
            for (var n = 0; n < 400; n++)
            {
                var at = Math.Abs(start + n);
                var value = at < samples.Length ? samples[at] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / 400))) : 0;
                re += value * Math.Cos(2 * Math.PI * k * n / 400);
                im -= value * Math.Sin(2 * Math.PI * k * n / 400);
            }

            power[k] = (re * re) + (im * im);
        }

        return power;
    }
}
