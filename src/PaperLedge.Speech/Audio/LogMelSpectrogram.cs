using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Audio;

/// <summary>Whisper's log-mel spectrogram: 100 frames a second, a window of 30 s at a time, scaled to about [-1, 1].</summary>
/// <remarks>
/// Log power in the model's mel bins. Definition: <see href="https://github.com/openai/whisper/blob/main/whisper/audio.py"/>.
/// </remarks>
internal sealed class LogMelSpectrogram
{
    public const int SampleRate = 16_000;
    public const int Hop = 160;
    public const int WindowSamples = WhisperDimensions.MelFrames * Hop;

    private const int FrameSamples = FrameTransform.Points;
    private const int Half = FrameSamples / 2;
    private const float Floor = 1e-10f;

    // Values further than this below the loudest one, in powers of ten, are raised to that limit.
    private const float Range = 8;

    private static readonly int s_lanes = Vector<float>.Count;
    private static readonly float[] s_hann = Hann();

    private readonly MelBand[] _bands;

    public LogMelSpectrogram(MelFilters filters)
    {
        _bands = [.. Enumerable.Range(0, filters.Bins).Select(bin => MelBand.Of(filters, bin))];
    }

    public int Bins => _bands.Length;

    /// <param name="samples">At most as long as the frames; samples missing at the end are silence.</param>
    /// <param name="mel">Bins × frames, row-major: a whole window's 3,000 frames, or less.</param>
    public void Compute(ReadOnlySpan<float> samples, Span<float> mel)
    {
        var length = Math.DivRem(mel.Length, Bins, out var rest);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rest, 0, nameof(mel));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Length, length * Hop);

        // Power first; frames beyond the samples stay at zero, which the floor raises like any silence.
        mel.Clear();
        var padded = ArrayPool<float>.Shared.Rent(Half + samples.Length + FrameSamples + (2 * s_lanes * Hop));
        Pad(samples, padded);
        var frames = Math.Min(length, (samples.Length + Half + Hop - 1) / Hop);
        var transform = new FrameTransform();
        var power = new Vector<float>[2 * MelFilters.Frequencies];
        for (var first = 0; first < frames; first += 2 * s_lanes)
        {
            Load(padded, first, transform);
            transform.Run();
            Power(transform, power);
            for (var bin = 0; bin < _bands.Length; bin++)
            {
                var row = mel.Slice(bin * length, length);
                Write(_bands[bin].Apply(power.AsSpan(0, MelFilters.Frequencies)), row, first);
                Write(_bands[bin].Apply(power.AsSpan(MelFilters.Frequencies)), row, first + s_lanes);
            }
        }

        ArrayPool<float>.Shared.Return(padded);
        Compress(mel);
    }

    private static void Compress(Span<float> mel)
    {
        TensorPrimitives.Max(mel, Floor, mel);
        TensorPrimitives.Log10(mel, mel);
        TensorPrimitives.Max(mel, TensorPrimitives.Max<float>(mel) - Range, mel);
        TensorPrimitives.Add(mel, 4f, mel);
        TensorPrimitives.Divide(mel, 4f, mel);
    }

    // Writes the samples' mirror image for half a frame, the samples, and zeros for the last lanes to read.
    private static void Pad(ReadOnlySpan<float> samples, Span<float> padded)
    {
        padded[..Half].Clear();
        samples.CopyTo(padded[Half..]);
        padded[(Half + samples.Length)..].Clear();
        for (var i = 1; i <= Half && i < samples.Length; i++)
        {
            padded[Half - i] = samples[i];
        }
    }

    // Two frames of real samples share a complex transform, one as its real and one as its imaginary part.
    private static void Load(float[] padded, int firstFrame, FrameTransform transform)
    {
        Span<float> lanes = stackalloc float[s_lanes];
        Load(padded, firstFrame, transform.Real, lanes);
        Load(padded, firstFrame + s_lanes, transform.Imaginary, lanes);
    }

    private static void Load(float[] padded, int firstFrame, Span<Vector<float>> points, Span<float> lanes)
    {
        for (var n = 0; n < FrameSamples; n++)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                var at = ((firstFrame + lane) * Hop) + n;
                lanes[lane] = at < padded.Length ? padded[at] : 0;
            }

            points[n] = new Vector<float>(lanes) * s_hann[n];
        }
    }

    // Separates the two frames' spectra by their symmetry: a real signal's is even in its real and odd in its imaginary part.
    private static void Power(FrameTransform transform, Span<Vector<float>> power)
    {
        var re = transform.Real;
        var im = transform.Imaginary;
        for (var k = 0; k < MelFilters.Frequencies; k++)
        {
            var mirror = k == 0 ? 0 : FrameSamples - k;
            var (evenRe, oddRe) = (re[k] + re[mirror], re[k] - re[mirror]);
            var (evenIm, oddIm) = (im[k] + im[mirror], im[k] - im[mirror]);
            power[k] = ((evenRe * evenRe) + (oddIm * oddIm)) * 0.25f;
            power[k + MelFilters.Frequencies] = ((evenIm * evenIm) + (oddRe * oddRe)) * 0.25f;
        }
    }

    private static void Write(Vector<float> values, Span<float> row, int frame)
    {
        for (var lane = 0; lane < s_lanes && frame + lane < row.Length; lane++)
        {
            row[frame + lane] = values[lane];
        }
    }

    // The periodic form: a symmetric window of 401 without its last point.
    private static float[] Hann() =>
        [.. Enumerable.Range(0, FrameSamples).Select(n => (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / FrameSamples))))];
}

/// <summary>Filter of one mel bin, without the zeros on either side of its triangle.</summary>
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
