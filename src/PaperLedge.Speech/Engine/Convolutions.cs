using System.Numerics.Tensors;
using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>The encoder's convolutions, from spectrogram to first layer. Owns its working memory; not for concurrent use.</summary>
internal sealed class Convolutions(ConvolutionWeights weights, int bins)
{
    // Positions that are processed at a time; each takes two frames.
    private const int PositionsAtOnce = 150;

    private readonly int _state = weights.First.Outputs;
    private readonly RoundedRows _rounded = new();
    private readonly float[] _mel = new float[(WhisperDimensions.MelFrames + 2) * bins];
    private readonly float[] _frames = new float[((2 * PositionsAtOnce) + 1) * weights.First.Outputs];

    /// <param name="mel">Bins × frames; an even number of frames, at most 3,000.</param>
    /// <param name="hidden">Receives frames / 2 × state.</param>
    public void Apply(ReadOnlySpan<float> mel, Span<float> hidden)
    {
        var frames = mel.Length / bins;
        Turn(mel, frames);
        for (var position = 0; position < frames / 2; position += PositionsAtOnce)
        {
            var positions = Math.Min(PositionsAtOnce, (frames / 2) - position);
            var between = Between((2 * position) - 1, (2 * positions) + 1, frames);
            var result = hidden.Slice(position * _state, positions * _state);
            weights.Second.Apply(_rounded.Take(between, positions, ConvolutionWeights.Frames * _state, 2 * _state), result);
            Activation.Gelu(result);
            TensorPrimitives.Add(result, weights.Places.AsSpan(position * _state, result.Length), result);
        }
    }

    // Transposes to frame by frame, with a frame of zeros before the first and after the last.
    private void Turn(ReadOnlySpan<float> mel, int frames)
    {
        _mel.AsSpan(0, bins).Clear();
        _mel.AsSpan((frames + 1) * bins, bins).Clear();
        for (var bin = 0; bin < bins; bin++)
        {
            var row = mel.Slice(bin * frames, frames);
            for (var frame = 0; frame < row.Length; frame++)
            {
                _mel[((frame + 1) * bins) + bin] = row[frame];
            }
        }
    }

    // Computes some frames between the two convolutions; those before the first and after the last are zeros.
    private ReadOnlySpan<float> Between(int first, int count, int frames)
    {
        var result = _frames.AsSpan(0, count * _state);
        var (from, to) = (Math.Max(first, 0), Math.Min(first + count, frames));
        result.Clear();
        var inside = result.Slice((from - first) * _state, (to - from) * _state);
        weights.First.Apply(_rounded.Take(_mel.AsSpan(from * bins), to - from, ConvolutionWeights.Frames * bins, bins), inside);
        Activation.Gelu(inside);
        return result;
    }
}
