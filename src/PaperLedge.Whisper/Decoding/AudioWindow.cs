using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A stretch of audio that is recognised on its own, at most 30 s long.</summary>
/// <param name="Start">Samples from the start of the audio.</param>
internal sealed record AudioWindow(long Start, ReadOnlyMemory<float> Samples)
{
    public long End => Start + Samples.Length;

    public TimeSpan StartTime => TimeOf(Start);

    public TimeSpan EndTime => TimeOf(End);

    public TimeSpan Duration => TimeOf(Samples.Length);

    /// <summary>What lies behind a place in the window.</summary>
    public AudioWindow From(int sample) => new(Start + sample, Samples[sample..]);

    public static TimeSpan TimeOf(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / LogMelSpectrogram.SampleRate);

    public static int SamplesIn(TimeSpan time) => checked((int)(time.Ticks * LogMelSpectrogram.SampleRate / TimeSpan.TicksPerSecond));
}
