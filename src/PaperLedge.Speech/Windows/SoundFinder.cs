using PaperLedge.Core.Episodes;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Windows;

/// <summary>Collects audible frames without speech into sounds that are long enough for a line: <c>[music]</c> or <c>[noise]</c>.</summary>
/// <remarks>For one stream.</remarks>
internal sealed class SoundFinder(LogMelSpectrogram spectrogram)
{
    private const int Frame = SpeechDetector.FrameSamples;
    private const int FramesPerSecond = LogMelSpectrogram.SampleRate / Frame;

    private const int MinFrames = 3 * FramesPerSecond;

    // A sound may pause for this long.
    private const int MaxSilence = FramesPerSecond;

    // Audio this many decibels below the loud parts of the file so far is its background.
    private const int Background = 40;

    // Room tone of a quiet room, in decibels: not a sound, even if nothing louder came before it.
    private const float Faint = -65;

    // Decibels by which a bin differs from the mean of its neighbours, averaged over time, then over bins. White, pink and brown noise
    // measured 0.1 to 0.2, chords 0.5 to 0.6, a single tone 1.5.
    private const double Tonal = 0.35;

    // Number of frames of the file at each decibel.
    private readonly int[] _levels = new int[1 - (int)LevelEnvelope.Floor];
    private readonly double[] _spectrum = new double[spectrogram.Bins];
    private readonly List<float> _heard = [];
    private int _frames;
    private int _all;
    private long _first;
    private long _last;

    // Sounds found so far, in order.
    public List<Sound> Sounds { get; } = [];

    /// <param name="frame">Index from the start of the audio.</param>
    public void Take(long frame, ReadOnlySpan<float> samples, bool isSpeech)
    {
        var level = LevelEnvelope.Of(samples);
        _levels[(int)MathF.Round(-level)]++;
        _all++;
        var isHeard = !isSpeech && level > Math.Max(LoudLevel() - Background, Faint);
        if (_frames > 0 && (isSpeech || (!isHeard && frame - _last > MaxSilence)))
        {
            End();
        }

        if (isHeard)
        {
            _first = _frames == 0 ? frame : _first;
            (_last, _frames) = (frame, _frames + 1);
            _heard.AddRange(samples);
            if (_heard.Count >= LogMelSpectrogram.SampleRate)
            {
                AddSpectrum();
            }
        }
    }

    public void End()
    {
        if (_frames >= MinFrames)
        {
            AddSpectrum();
            Sounds.Add(new(TimeOf(_first), TimeOf(_last + 1), Roughness() > Tonal));
        }

        _frames = 0;
        _heard.Clear();
        Array.Clear(_spectrum);
    }

    // Returns the level that a twentieth of the frames so far exceed.
    private int LoudLevel()
    {
        var passed = 0;
        for (var level = 0; level < _levels.Length; level++)
        {
            passed += _levels[level];
            if (20 * passed >= _all)
            {
                return -level;
            }
        }

        return (int)LevelEnvelope.Floor;
    }

    private void AddSpectrum()
    {
        var frames = _heard.Count / LogMelSpectrogram.Hop;
        if (frames > 0)
        {
            var mel = new float[spectrogram.Bins * frames];
            spectrogram.Compute(_heard.ToArray().AsSpan(0, frames * LogMelSpectrogram.Hop), mel);
            for (var bin = 0; bin < _spectrum.Length; bin++)
            {
                // One unit of Whisper's scale is 40 dB.
                _spectrum[bin] += 40 * Sums.Of(mel.AsSpan(bin * frames, frames)) / frames * _heard.Count;
            }
        }

        _heard.Clear();
    }

    private double Roughness()
    {
        var sum = 0d;
        for (var bin = 1; bin + 1 < _spectrum.Length; bin++)
        {
            sum += Math.Abs(_spectrum[bin] - ((_spectrum[bin - 1] + _spectrum[bin + 1]) / 2));
        }

        return sum / (_frames * (long)Frame) / (_spectrum.Length - 2);
    }

    private static TimeSpan TimeOf(long frame) => AudioWindow.TimeOf(frame * Frame);
}
