using System.Numerics.Tensors;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Whisper.Voice;

/// <summary>
/// Where a stretch of speech begins or ends. Out of silence that is generous, since a soft beginning must not be lost. Out of another loud
/// sound it is strict, since what is left of that sound would be read as a word.
/// </summary>
internal sealed class SpeechEdge(float[] levels, bool[] changing, float[] change)
{
    /// <summary>The most that is kept outside the outermost change, for soft beginnings and ends.</summary>
    private const int Margin = LevelEnvelope.FramesPerSecond / 5;

    /// <summary>Decibels below the loudest of speech: a steady sound louder than this is no soft beginning.</summary>
    private const float Soft = 18;

    /// <summary>Beside another sound, a change that is further than this from speech belongs to that sound.</summary>
    private const int MaxPause = 35 * LevelEnvelope.FramesPerSecond / 100;

    /// <summary>Decibels: beside noise, which now and then passes for a change, only what noise never does counts as one.</summary>
    private const float Strong = 2.2f;

    /// <summary>For so long the end of another sound counts as a change.</summary>
    private const int Blur = 12;

    /// <summary>How much of what is outside is looked at.</summary>
    private const int Outside = LevelEnvelope.FramesPerSecond / 4;

    /// <param name="outer">The outermost frame that may be speech.</param>
    /// <param name="inner">A frame about which speech is sure.</param>
    /// <returns>The outermost frame of speech, or null if nothing changes in between.</returns>
    public int? Find(int outer, int inner)
    {
        var outward = outer <= inner ? -1 : 1;
        var edge = outer;
        while (edge != inner && !changing[edge])
        {
            edge -= outward;
        }

        if (!changing[edge])
        {
            return null;
        }

        var soft = TensorPrimitives.Max<float>(levels.AsSpan(Math.Min(edge, inner), Math.Abs(edge - inner) + 1)) - Soft;
        return IsLoudBeyond(edge, outward, soft)
            ? Strict(Nearest(inner, edge, outward), edge, outward, soft)
            : Generous(edge, outward, soft);
    }

    private bool IsLoudBeyond(int edge, int outward, float soft)
    {
        var (loud, seen) = (0, 0);
        for (var frame = edge + outward; seen < Outside && frame >= 0 && frame < levels.Length; frame += outward)
        {
            loud += levels[frame] >= soft ? 1 : 0;
            seen++;
        }

        return 2 * loud > seen;
    }

    private int Generous(int edge, int outward, float soft)
    {
        for (var margin = 0; margin < Margin; margin++)
        {
            var next = edge + outward;
            if (next < 0 || next >= levels.Length || levels[next] >= soft)
            {
                break;
            }

            edge = next;
        }

        return edge;
    }

    /// <summary>The changing frame that comes first on the way out.</summary>
    private int Nearest(int inner, int edge, int outward)
    {
        while (inner != edge && !changing[inner])
        {
            inner += outward;
        }

        return inner;
    }

    private int Strict(int inner, int outermost, int outward, float soft)
    {
        var edge = inner;
        for (var frame = inner; Math.Abs(frame - edge) <= MaxPause; frame += outward)
        {
            edge = changing[frame] && change[frame] > Strong ? frame : edge;
            if (frame == outermost)
            {
                break;
            }
        }

        return Quiet(edge, inner, outward, soft);
    }

    /// <summary>Where the other sound fell silent before the first word, the edge lies in the middle of that silence.</summary>
    private int Quiet(int edge, int inner, int outward, float soft)
    {
        for (var (frame, seen) = (edge, 0); frame != inner && seen < Blur; frame -= outward, seen++)
        {
            if (levels[frame] < soft)
            {
                var speech = frame;
                while (speech != inner && levels[speech] < soft)
                {
                    speech -= outward;
                }

                return speech + (outward * Math.Min(Margin, Math.Abs(frame - speech) / 2));
            }
        }

        return edge;
    }
}
