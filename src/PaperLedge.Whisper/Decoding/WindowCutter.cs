using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Cuts a stream of samples into windows at pauses. Every sample comes in exactly one window, but for silence before speech,
/// of which a margin is kept. Where it cuts depends on the audio alone. Holds no more than a window and a block of the stream.
/// </summary>
/// <param name="preferred">The length around which a pause is looked for.</param>
internal sealed class WindowCutter(TimeSpan preferred)
{
    private const int MaxFrames = LogMelSpectrogram.WindowSamples / LevelEnvelope.FrameSamples;

    /// <summary>A silence of this many frames ends a window, whatever its length.</summary>
    private const int LongSilence = 2 * LevelEnvelope.FramesPerSecond;

    /// <summary>What is kept of silence before speech, and of a long one after it.</summary>
    private const int Margin = LevelEnvelope.FramesPerSecond / 5;

    private readonly int _preferredFrames = (int)(preferred.TotalSeconds * LevelEnvelope.FramesPerSecond);
    private readonly List<float> _samples = [];
    private readonly List<float> _levels = [];
    private long _start;

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
        var window = new AudioWindow(_start, _samples.GetRange(0, frames * LevelEnvelope.FrameSamples).ToArray());
        Drop(window.Samples.Length);
        return window;
    }

    private void SkipLeadingSilence()
    {
        var silent = _levels.FindIndex(level => level > LevelEnvelope.Silence);
        silent = silent < 0 ? _levels.Count : silent;
        if (silent > Margin)
        {
            Drop((silent - Margin) * LevelEnvelope.FrameSamples);
        }
    }

    private void Drop(int samples)
    {
        _samples.RemoveRange(0, samples);
        _levels.RemoveRange(0, Math.Min(_levels.Count, samples / LevelEnvelope.FrameSamples));
        _start += samples;
    }
}
