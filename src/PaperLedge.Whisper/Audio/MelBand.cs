using System.Numerics;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Audio;

/// <summary>One mel bin's filter, without the zeros on either side of its triangle.</summary>
internal sealed record MelBand(int First, float[] Weights)
{
    public static MelBand Of(MelFilters filters, int bin)
    {
        var row = filters.Weights.AsSpan(bin * MelFilters.Frequencies, MelFilters.Frequencies);
        var first = row.IndexOfAnyExcept(0f);
        return first < 0 ? new(0, []) : new(first, row[first..(row.LastIndexOfAnyExcept(0f) + 1)].ToArray());
    }

    public Vector<float> Apply(ReadOnlySpan<Vector<float>> power)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += power[First + i] * Weights[i];
        }

        return sum;
    }
}
