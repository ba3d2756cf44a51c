using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Whisper.Voice;

/// <summary>Collects audible frames without speech into sounds that are long enough to be told of.</summary>
internal sealed class SoundMeter(int bins)
{
    private const int MinFrames = 3 * LevelEnvelope.FramesPerSecond;

    /// <summary>A sound may pause for this long.</summary>
    private const int MaxSilence = LevelEnvelope.FramesPerSecond;

    /// <summary>
    /// Decibels by which a bin differs from the middle of its neighbours, averaged over time, then over bins. White, pink and brown
    /// noise measured 0.1 to 0.2, chords 0.5 to 0.6, a single tone 1.5.
    /// </summary>
    private const double Tonal = 0.35;

    private readonly double[] _spectrum = new double[bins];
    private long _first;
    private long _last = -1;
    private int _heard;

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">Counted from the start of the audio.</param>
    /// <param name="features">Of a stretch that begins at <paramref name="origin"/>.</param>
    /// <returns>The sound that has ended before this frame, if one has.</returns>
    public Sound? Take(long frame, FrameFeatures features, long origin, bool isSpeech)
    {
        var at = (int)(frame - origin);
        var isHeard = !isSpeech && features.Levels[at] > LevelEnvelope.Silence;
        Sound? ended = null;
        if (_heard > 0 && (isSpeech || (!isHeard && frame - _last > MaxSilence)))
        {
            ended = End();
        }

        if (isHeard)
        {
            _first = _heard == 0 ? frame : _first;
            (_last, _heard) = (frame, _heard + 1);
            features.AddSpectrum(at, at + 1, _spectrum);
        }

        return ended;
    }

    /// <returns>The sound that goes on, if there is one.</returns>
    public Sound? End()
    {
        var sound = _heard >= MinFrames ? new Sound(TimeOf(_first), TimeOf(_last + 1), Roughness() > Tonal) : null;
        (_heard, _last) = (0, -1);
        Array.Clear(_spectrum);
        return sound;
    }

    private double Roughness()
    {
        var sum = 0d;
        for (var bin = 1; bin + 1 < _spectrum.Length; bin++)
        {
            sum += Math.Abs(_spectrum[bin] - ((_spectrum[bin - 1] + _spectrum[bin + 1]) / 2));
        }

        return sum / _heard / (_spectrum.Length - 2);
    }

    private static TimeSpan TimeOf(long frame) => AudioWindow.TimeOf(frame * LevelEnvelope.FrameSamples);
}
