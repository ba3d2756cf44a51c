using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;

namespace PaperLedge.Speech.Windows;

/// <summary>A window: stretches of the audio, one after the other, that the model reads at once; at most 30 s together.</summary>
/// <remarks>
/// Long pauses between the stretches are shortened. A time in the window is mapped back to the audio by the stretch that contains it.
/// </remarks>
/// <param name="Stretches">In order, each with samples.</param>
/// <param name="Voiced">Speech in the window's own part: first sample and end in <paramref name="Samples"/>, in order.</param>
/// <param name="OwnStart">First sample of its own: samples before it are the previous window's and are read only as context.</param>
/// <param name="OwnEnd">Start of the next window's own samples: what follows is read only to see how the sentence continues.</param>
internal sealed record AudioWindow(
    ReadOnlyMemory<float> Samples,
    IReadOnlyList<AudioStretch> Stretches,
    IReadOnlyList<(int Start, int End)> Voiced,
    int OwnStart,
    int OwnEnd)
{
    // False if Voiced was assumed rather than detected.
    public bool IsHeard { get; init; } = true;

    // Where its own samples begin in the audio.
    public TimeSpan StartTime => StartAt(TimeOf(OwnStart));

    // Where its own samples end in the audio: where the next window's begin, or before that.
    public TimeSpan EndTime => EndAt(TimeOf(OwnEnd));

    // Of the samples that the model reads; the audio from StartTime to EndTime may be longer.
    public TimeSpan Duration => TimeOf(Samples.Length);

    public TimeSpan VoicedTime => VoicedBetween(TimeSpan.Zero, Duration);

    /// <summary>Returns a prepared window as the model reads it, with quiet parts raised to the level of the rest.</summary>
    public static AudioWindow Of(PreparedWindow prepared)
    {
        var plan = prepared.Plan;
        var samples = prepared.Samples.ToArray();
        Loudness.Even(samples);
        return new(
            samples.AsMemory(0, samples.Length - plan.Padding),
            plan.Stretches,
            [.. plan.Voiced.Select(voice => (voice.Start, voice.End))],
            plan.OwnStart,
            plan.OwnEnd)
        {
            IsHeard = plan.IsHeard,
        };
    }

    // A window that leaves nothing out.
    /// <param name="start">In samples from the start of the audio.</param>
    public static AudioWindow Whole(long start, ReadOnlyMemory<float> samples) =>
        new(samples, [new(0, start, samples.Length)], [(0, samples.Length)], 0, samples.Length);

    public TimeSpan StartAt(TimeSpan place)
    {
        var sample = SamplesIn(place);
        var stretch = Stretches.LastOrDefault(stretch => stretch.At <= sample) ?? Stretches[0];
        return TimeOf(stretch.Start + Math.Min(sample - stretch.At, stretch.Length));
    }

    /// <summary>Maps the time at which something ends from the window to the audio: between two stretches, the end of the first.</summary>
    public TimeSpan EndAt(TimeSpan place)
    {
        var sample = SamplesIn(place);
        var stretch = Stretches.LastOrDefault(stretch => stretch.At < sample) ?? Stretches[0];
        return TimeOf(stretch.Start + Math.Min(sample - stretch.At, stretch.Length));
    }

    public (TimeSpan Start, TimeSpan End) WordAt(TimeSpan start, TimeSpan end)
    {
        var (from, to) = (SamplesIn(start), SamplesIn(end));
        // No word is spoken across a pause that was shortened: a part on the other side is an error of the word's time.
        var stretch = Stretches.MaxBy(stretch => Math.Min(to, stretch.At + stretch.Length) - Math.Max(from, stretch.At))!;
        from = Math.Clamp(from - stretch.At, 0, stretch.Length);
        return (TimeOf(stretch.Start + from), TimeOf(stretch.Start + Math.Clamp(to - stretch.At, from, stretch.Length)));
    }

    public TimeSpan VoicedBetween(TimeSpan start, TimeSpan end)
    {
        var (from, to) = (SamplesIn(start), SamplesIn(end));
        return TimeOf(Voiced.Sum(voice => Math.Max(0, Math.Min(voice.End, to) - Math.Max(voice.Start, from))));
    }

    public AudioWindow Between(TimeSpan start, TimeSpan end)
    {
        var (from, to) = (SamplesIn(start), Math.Min(SamplesIn(end), Samples.Length));
        var stretches = Stretches
            .Where(stretch => stretch.At < to && stretch.At + stretch.Length > from)
            .Select(stretch =>
            {
                var (first, last) = (Math.Max(stretch.At, from), Math.Min(stretch.At + stretch.Length, to));
                return new AudioStretch(first - from, stretch.Start + first - stretch.At, last - first);
            });
        var voiced = Voiced
            .Where(voice => voice.Start < to && voice.End > from)
            .Select(voice => (Math.Max(voice.Start, from) - from, Math.Min(voice.End, to) - from));
        return new(
            Samples[from..to],
            [.. stretches],
            [.. voiced],
            Math.Clamp(OwnStart - from, 0, to - from),
            Math.Clamp(OwnEnd - from, 0, to - from))
        {
            IsHeard = IsHeard,
        };
    }

    public static TimeSpan TimeOf(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / LogMelSpectrogram.SampleRate);

    public static int SamplesIn(TimeSpan time) => checked((int)(time.Ticks * LogMelSpectrogram.SampleRate / TimeSpan.TicksPerSecond));
}
