using System.Numerics.Tensors;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Whisper.Voice;

/// <summary>
/// Tells which frames may hold speech. Speech is a sound that changes most of the time: noise does not change once it is averaged over
/// bands, a tone does not at all, and a chord does only when it is struck. In doubt a frame holds speech: a song or a drum
/// is left to the model's own no-speech probability. Measured on a recording of a voice and on the demo's: speech as loud
/// as pink noise around it is still taken for speech.
/// </summary>
internal static class VoiceDetector
{
    /// <summary>
    /// A stretch without speech that is shorter than this belongs to the speech around it: a short word between two pauses, in
    /// noise, may look like noise.
    /// </summary>
    public const int MinGap = 4 * LevelEnvelope.FramesPerSecond;

    /// <summary>How far from a frame others decide about it.</summary>
    public const int Reach = (Window / 2) + Near + MinGap;

    /// <summary>A second, in which a syllable or two are spoken.</summary>
    private const int Window = LevelEnvelope.FramesPerSecond;

    /// <summary>Frames quieter than the window's loudest by more than this, in decibels, do not count.</summary>
    private const float Loud = 20;

    /// <summary>Decibels; noise stays below 1.4 nearly always, and speech lies above half of the time.</summary>
    private const float Changing = 1.6f;

    /// <summary>Share of the loud frames: chords struck twice a second reach 0.30, speech in noise as loud as itself 0.38.</summary>
    private const double SpeechShare = 0.34;

    /// <summary>The least number of frames to take that share of, so that one sound that begins is not speech, and "No." is.</summary>
    private const int MinFrames = 3 * Window / 4;

    /// <summary>Speech begins and ends within this of a frame that is surely speech.</summary>
    private const int Near = 6 * LevelEnvelope.FramesPerSecond / 10;

    /// <returns>One for each frame.</returns>
    public static bool[] Find(FrameFeatures features)
    {
        var changing = new bool[features.Frames];
        var sure = new bool[features.Frames];
        for (var frame = 0; frame < features.Frames; frame++)
        {
            sure[frame] = IsSpeech(features, frame, out changing[frame]);
        }

        var speech = new bool[features.Frames];
        var edge = new SpeechEdge(features.Levels, changing, features.Change);
        for (var first = Array.IndexOf(sure, true); first >= 0;)
        {
            var end = Array.IndexOf(sure, false, first);
            end = end < 0 ? sure.Length : end;
            Mark(speech, edge, first, end);
            first = end < sure.Length ? Array.IndexOf(sure, true, end) : -1;
        }

        CloseGaps(speech);
        return speech;
    }

    private static bool IsSpeech(FrameFeatures features, int frame, out bool isChanging)
    {
        var (first, end) = (Math.Max(0, frame - (Window / 2)), Math.Min(features.Frames, frame + (Window / 2)));
        var levels = features.Levels.AsSpan(first, end - first);
        var change = features.Change.AsSpan(first, end - first);
        var floor = Math.Max(LevelEnvelope.Silence, TensorPrimitives.Max<float>(levels) - Loud);
        var (loud, changed) = (0, 0);
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] > floor)
            {
                loud++;
                changed += change[i] > Changing ? 1 : 0;
            }
        }

        isChanging = features.Levels[frame] > LevelEnvelope.Silence && features.Change[frame] > Changing;
        return changed >= SpeechShare * Math.Max(loud, MinFrames);
    }

    /// <summary>Marks what surely is speech from its beginning to its end, which may lie a little outside.</summary>
    private static void Mark(bool[] speech, SpeechEdge edge, int first, int end)
    {
        // The half of the window inside has most of what made the outermost frames sure.
        var begins = edge.Find(Math.Max(0, first - Near), Math.Min(speech.Length - 1, first + (Window / 2)));
        var ends = edge.Find(Math.Min(speech.Length - 1, end + Near), Math.Max(0, end - (Window / 2)));
        if (begins is { } from && ends is { } to && from <= to)
        {
            speech.AsSpan(from, to + 1 - from).Fill(true);
        }
    }

    private static void CloseGaps(bool[] speech)
    {
        for (var first = Array.IndexOf(speech, false); first >= 0;)
        {
            var end = Array.IndexOf(speech, true, first);
            end = end < 0 ? speech.Length : end;
            if (end - first < MinGap)
            {
                speech.AsSpan(first, end - first).Fill(true);
            }

            first = end < speech.Length ? Array.IndexOf(speech, false, end) : -1;
        }
    }
}
