using System.Collections.Concurrent;
using System.Numerics.Tensors;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Windows;

/// <summary>
/// Collects frames that are heard and in which nobody speaks into sounds that are long enough for a line: <c>[music]</c> or <c>[noise]</c>.
/// For one stream; the sounds that it found may be taken out by another thread.
/// </summary>
internal sealed class SoundFinder(LogMelSpectrogram spectrogram)
{
    private const int Frame = SpeechDetector.FrameSamples;
    private const int FramesPerSecond = LogMelSpectrogram.SampleRate / Frame;

    private const int MinFrames = 3 * FramesPerSecond;

    /// <summary>A sound may pause for this long.</summary>
    private const int MaxSilence = FramesPerSecond;

    /// <summary>What lies this many decibels below the loud parts of the file so far is its background.</summary>
    private const int Background = 40;

    /// <summary>The tone of a quiet room, in decibels: not a sound, though nothing louder came before it.</summary>
    private const float Faint = -65;

    /// <summary>
    /// Decibels by which a bin differs from the middle of its neighbours, averaged over time, then over bins. White, pink and brown
    /// noise measured 0.1 to 0.2, chords 0.5 to 0.6, a single tone 1.5.
    /// </summary>
    private const double Tonal = 0.35;

    /// <summary>Frames of the file at each decibel.</summary>
    private readonly int[] _levels = new int[1 - (int)LevelEnvelope.Floor];
    private readonly double[] _spectrum = new double[spectrogram.Bins];
    private readonly List<float> _heard = [];
    private int _frames;
    private int _all;
    private long _first;
    private long _last;

    /// <summary>Sounds that were found so far, in order.</summary>
    public ConcurrentQueue<Sound> Sounds { get; } = new();

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">From the start of the audio.</param>
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

    /// <summary>The sound that goes on, if there is one, is over.</summary>
    public void End()
    {
        if (_frames >= MinFrames)
        {
            AddSpectrum();
            Sounds.Enqueue(new(TimeOf(_first), TimeOf(_last + 1), Roughness() > Tonal));
        }

        _frames = 0;
        _heard.Clear();
        Array.Clear(_spectrum);
    }

    /// <summary>The level that a twentieth of the frames so far pass.</summary>
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
                // A unit of Whisper's scale is 40 dB.
                _spectrum[bin] += 40 * TensorPrimitives.Sum<float>(mel.AsSpan(bin * frames, frames)) / frames * _heard.Count;
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

/// <summary>A stretch of audio that is heard and in which nobody speaks.</summary>
/// <param name="Start">From the start of the audio.</param>
/// <param name="IsTonal">Whether notes stand out of its spectrum, as in music, rather than none, as in noise.</param>
internal sealed record Sound(TimeSpan Start, TimeSpan End, bool IsTonal)
{
    /// <summary>As captions write it.</summary>
    public string Text => IsTonal ? "[music]" : "[noise]";
}
