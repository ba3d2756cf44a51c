using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Cuts a stream of samples into windows at pauses. Every sample comes in exactly one window, but for silence before speech,
/// of which a margin is kept, and made up where the audio begins with less of it. Where it cuts depends on what is heard alone: to the
/// sample the same however much silence comes first. Holds no more than a window and a block of the stream.
/// </summary>
/// <param name="preferred">The length around which a pause is looked for.</param>
internal sealed class WindowCutter(TimeSpan preferred)
{
    private const int MaxFrames = LogMelSpectrogram.WindowSamples / LevelEnvelope.FrameSamples;

    /// <summary>A silence of this many frames ends a window, whatever its length.</summary>
    private const int LongSilence = 2 * LevelEnvelope.FramesPerSecond;

    /// <summary>What is kept of silence before speech, and of a long one after it.</summary>
    private const int Margin = LevelEnvelope.FramesPerSecond / 5;
    private const int MarginSamples = Margin * LevelEnvelope.FrameSamples;

    private readonly int _preferredFrames = (int)(preferred.TotalSeconds * LevelEnvelope.FramesPerSecond);
    private readonly List<float> _samples = [.. new float[MarginSamples]];
    private readonly List<float> _levels = [.. Enumerable.Repeat(LevelEnvelope.Floor, Margin)];
    private long _start = -MarginSamples;

    /// <summary>The end, so far, of what was read of the stream.</summary>
    public TimeSpan Position => AudioWindow.TimeOf(_start + _samples.Count);

    /// <param name="pcm">16 kHz mono in blocks of any size.</param>
    public async IAsyncEnumerable<AudioWindow> CutAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var block in pcm.WithCancellation(cancellationToken))
        {
            for (var rest = block; !rest.IsEmpty;)
            {
                var taken = Math.Min(rest.Length, LogMelSpectrogram.WindowSamples);
                Append(rest.Span[..taken]);
                rest = rest[taken..];
                while (TryCut(isEnd: false) is { } window)
                {
                    yield return window;
                }
            }
        }

        while (TryCut(isEnd: true) is { } window)
        {
            yield return window;
        }
    }

    private void Append(ReadOnlySpan<float> samples)
    {
        _samples.AddRange(samples);
        Measure();
    }

    /// <summary>Frames are counted from the start of the buffer.</summary>
    private void Measure()
    {
        var buffered = CollectionsMarshal.AsSpan(_samples);
        while ((_levels.Count + 1) * LevelEnvelope.FrameSamples <= buffered.Length)
        {
            _levels.Add(LevelEnvelope.Of(buffered.Slice(_levels.Count * LevelEnvelope.FrameSamples, LevelEnvelope.FrameSamples)));
        }
    }

    private AudioWindow? TryCut(bool isEnd)
    {
        SkipLeadingSilence();
        var levels = CollectionsMarshal.AsSpan(_levels);
        if (levels.Length > MaxFrames)
        {
            levels = levels[..MaxFrames];
        }

        if (PauseFinder.FirstSilence(levels, LongSilence) is { First: > 0 } silence)
        {
            return Take(silence.First + Margin);
        }

        if (levels.Length < MaxFrames && !isEnd)
        {
            return null;
        }

        var first = Math.Max(1, _preferredFrames / 2);
        var last = Math.Min(MaxFrames, _preferredFrames + first);
        if (levels.Length <= last)
        {
            // Only at the end of the stream, or with a preference for the longest windows.
            return isEnd ? TakeRest() : Take(PauseFinder.Quietest(levels, first, levels.Length));
        }

        return Take(PauseFinder.Quietest(levels, first, last));
    }

    private AudioWindow? TakeRest()
    {
        var audible = LevelEnvelope.AudibleSeconds(CollectionsMarshal.AsSpan(_samples)) > 0;
        var rest = new AudioWindow(_start, _samples.ToArray());
        Drop(_samples.Count);
        return audible ? rest : null;
    }

    private AudioWindow Take(int frames)
    {
        var window = new AudioWindow(_start, CollectionsMarshal.AsSpan(_samples)[..(frames * LevelEnvelope.FrameSamples)].ToArray());
        Drop(window.Samples.Length);
        return window;
    }

    private void SkipLeadingSilence()
    {
        var silent = _levels.FindIndex(level => level > LevelEnvelope.Silence);
        if (silent < 0)
        {
            Drop(Math.Max(0, _levels.Count - Margin) * LevelEnvelope.FrameSamples);
            return;
        }

        // The window's frames are counted from the first sample that is heard, wherever in the stream that lies.
        var frame = CollectionsMarshal.AsSpan(_samples).Slice(silent * LevelEnvelope.FrameSamples, LevelEnvelope.FrameSamples);
        var heard = (silent * LevelEnvelope.FrameSamples) + LevelEnvelope.FirstHeard(frame);
        if (heard > MarginSamples)
        {
            Drop(heard - MarginSamples);
        }
    }

    private void Drop(int samples)
    {
        _samples.RemoveRange(0, samples);
        _start += samples;
        if (samples % LevelEnvelope.FrameSamples == 0)
        {
            _levels.RemoveRange(0, Math.Min(_levels.Count, samples / LevelEnvelope.FrameSamples));
        }
        else
        {
            _levels.Clear();
            Measure();
        }
    }
}
