using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Whisper.Voice;

/// <summary>
/// Silences what is no speech, so that a model is not asked what is said there: asked, it invents something. Times stay as they
/// are. Holds some half a minute of the stream. For one stream.
/// </summary>
internal sealed class VoiceGate(LogMelSpectrogram spectrogram)
{
    private const int Frame = LevelEnvelope.FrameSamples;

    /// <summary>Frames that are decided at a time.</summary>
    private const int Block = 20 * LevelEnvelope.FramesPerSecond;

    /// <summary>Frames on either side that are looked at too; a frame's spectrum reaches into its neighbours.</summary>
    private const int Context = VoiceDetector.Reach + 10;

    private readonly SoundMeter _meter = new(spectrogram.Bins);
    private readonly ConcurrentQueue<Sound> _sounds = new();
    private readonly List<float> _samples = [];
    private long _origin;
    private long _decided;

    /// <summary>Sounds that were found so far, in order; taken out by the reader. Told before the samples that lie behind them are given.</summary>
    public ConcurrentQueue<Sound> Sounds => _sounds;

    /// <param name="pcm">16 kHz mono in blocks of any size.</param>
    /// <returns>As many samples.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<float>> ApplyAsync(
        IAsyncEnumerable<ReadOnlyMemory<float>> pcm, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var block in pcm.WithCancellation(cancellationToken))
        {
            for (var rest = block; !rest.IsEmpty;)
            {
                var taken = Math.Min(rest.Length, Block * Frame);
                _samples.AddRange(rest.Span[..taken]);
                rest = rest[taken..];
                while (_samples.Count >= (_decided - _origin + Block + Context) * Frame)
                {
                    yield return Decide(Block, isEnd: false);
                }
            }
        }

        yield return Decide((int)((_samples.Count / Frame) - (_decided - _origin)), isEnd: true);
        if (_meter.End() is { } sound)
        {
            _sounds.Enqueue(sound);
        }
    }

    private float[] Decide(int frames, bool isEnd)
    {
        var buffered = CollectionsMarshal.AsSpan(_samples);
        var first = (int)(_decided - _origin);
        var features = FrameFeatures.Of(buffered[..(Math.Min(buffered.Length / Frame, first + frames + Context) * Frame)], spectrogram);
        var speech = VoiceDetector.Find(features);
        var rest = isEnd ? buffered.Length - ((first + frames) * Frame) : 0;
        var output = buffered.Slice(first * Frame, (frames * Frame) + rest).ToArray();
        for (var frame = 0; frame < frames; frame++)
        {
            if (_meter.Take(_decided + frame, features, _origin, speech[first + frame]) is { } sound)
            {
                _sounds.Enqueue(sound);
            }

            Fade(output.AsSpan(frame * Frame, Frame), speech, first + frame);
        }

        if (speech is [.., false])
        {
            // Less than a frame, at the very end.
            output.AsSpan(frames * Frame).Clear();
        }

        _decided += frames;
        var old = (int)Math.Max(0, _decided - _origin - Context);
        _samples.RemoveRange(0, old * Frame);
        _origin += old;
        return output;
    }

    /// <summary>Silence, or a slope from speech to it, since a step would be a sound of its own.</summary>
    private static void Fade(Span<float> samples, bool[] speech, int frame)
    {
        if (speech[frame])
        {
            return;
        }

        var after = frame > 0 && speech[frame - 1];
        var before = frame + 1 < speech.Length && speech[frame + 1];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] *= (after ? 1 - ((i + 1f) / samples.Length) : 0) + (before ? i / (float)samples.Length : 0);
        }
    }
}
