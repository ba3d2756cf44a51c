using System.Numerics;

namespace PaperLedge.Speech.WordTimes;

/// <summary>Median filter over five neighbours, mirrored at the ends.</summary>
/// <remarks>
/// A sorting network does the same comparisons for any values, so it works on a whole vector of them at once:
/// <see href="https://bertdobbelaere.github.io/median_networks.html"/>.
/// </remarks>
internal static class MedianFilter
{
    public const int Width = 5;

    private const int Half = Width / 2;

    private static readonly (int Low, int High)[] s_network =
    [
        (0, 1), (3, 4), (0, 3), (1, 4), (1, 2), (2, 3), (1, 2),
    ];

    /// <param name="values">Some thousand at most, since a copy is on the stack.</param>
    /// <param name="smooth">Receives as many values.</param>
    public static void Apply(ReadOnlySpan<float> values, Span<float> smooth)
    {
        // Mirrored at both ends, and long enough for the last vector.
        var lanes = Vector<float>.Count;
        Span<float> padded = stackalloc float[values.Length + (2 * Half) + lanes];
        for (var i = 0; i < padded.Length; i++)
        {
            var at = Math.Abs(i - Half);
            padded[i] = values[at < values.Length ? at : Math.Max(0, (2 * (values.Length - 1)) - at)];
        }

        var near = new Vector<float>[Width];
        for (var i = 0; i < values.Length; i += lanes)
        {
            for (var j = 0; j < Width; j++)
            {
                near[j] = new(padded[(i + j)..]);
            }

            foreach (var (low, high) in s_network)
            {
                (near[low], near[high]) = (Vector.Min(near[low], near[high]), Vector.Max(near[low], near[high]));
            }

            for (var lane = 0; lane < lanes && i + lane < values.Length; lane++)
            {
                smooth[i + lane] = near[Half][lane];
            }
        }
    }
}
