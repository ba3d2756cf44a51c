using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Windows;

/// <summary>
/// What the model reads at once: stretches of the audio, one behind the other, at most 30 s together. Long pauses between them are
/// shortened; a time in the window is brought back to the audio by the stretch that it lies in.
/// </summary>
/// <param name="Stretches">In order, each with samples.</param>
/// <param name="Voiced">Where somebody is heard to speak: first sample and end in <paramref name="Samples"/>, in order, as far as it is its own.</param>
/// <param name="OwnStart">The first sample that is its own: what lies before is the last window's, and is read only to know what the words belong to.</param>
/// <param name="OwnEnd">Where the next window's own samples begin: what lies behind is read only to see how the sentence goes on.</param>
internal sealed record AudioWindow(
    ReadOnlyMemory<float> Samples, IReadOnlyList<AudioStretch> Stretches, IReadOnlyList<(int Start, int End)> Voiced, int OwnStart, int OwnEnd)
{
    /// <summary>Whether <see cref="Voiced"/> was heard, rather than taken for granted.</summary>
    public bool IsHeard { get; init; } = true;

    /// <summary>Where its own samples begin.</summary>
    public TimeSpan StartTime => StartAt(TimeOf(OwnStart));

    /// <summary>Where its own samples end: where the next window's begin, or before that.</summary>
    public TimeSpan EndTime => EndAt(TimeOf(OwnEnd));

    /// <summary>Of what the model reads; the audio from <see cref="StartTime"/> to <see cref="EndTime"/> may be longer.</summary>
    public TimeSpan Duration => TimeOf(Samples.Length);

    public TimeSpan VoicedTime => VoicedBetween(TimeSpan.Zero, Duration);

    /// <summary>A window that leaves nothing out.</summary>
    /// <param name="start">Samples from the start of the audio.</param>
    public static AudioWindow Whole(long start, ReadOnlyMemory<float> samples) =>
        new(samples, [new(0, start, samples.Length)], [(0, samples.Length)], 0, samples.Length);

    /// <summary>The place in the audio of something that begins at a place in the window.</summary>
    public TimeSpan StartAt(TimeSpan place)
    {
        var sample = SamplesIn(place);
        var stretch = Stretches.LastOrDefault(stretch => stretch.At <= sample) ?? Stretches[0];
        return TimeOf(stretch.Start + Math.Min(sample - stretch.At, stretch.Length));
    }

    /// <summary>The place in the audio of something that ends at a place in the window: between two stretches, the end of the first.</summary>
    public TimeSpan EndAt(TimeSpan place)
    {
        var sample = SamplesIn(place);
        var stretch = Stretches.LastOrDefault(stretch => stretch.At < sample) ?? Stretches[0];
        return TimeOf(stretch.Start + Math.Min(sample - stretch.At, stretch.Length));
    }

    /// <summary>
    /// The place in the audio of a word that is said between two places in the window. Nobody says a word across a pause that was shortened:
    /// what of it lies on the other side is a mistake about its time.
    /// </summary>
    public (TimeSpan Start, TimeSpan End) WordAt(TimeSpan start, TimeSpan end)
    {
        var (from, to) = (SamplesIn(start), SamplesIn(end));
        var stretch = Stretches.MaxBy(stretch => Math.Min(to, stretch.At + stretch.Length) - Math.Max(from, stretch.At))!;
        from = Math.Clamp(from - stretch.At, 0, stretch.Length);
        return (TimeOf(stretch.Start + from), TimeOf(stretch.Start + Math.Clamp(to - stretch.At, from, stretch.Length)));
    }

    /// <summary>How long somebody speaks between two places in the window.</summary>
    public TimeSpan VoicedBetween(TimeSpan start, TimeSpan end)
    {
        var (from, to) = (SamplesIn(start), SamplesIn(end));
        return TimeOf(Voiced.Sum(voice => Math.Max(0, Math.Min(voice.End, to) - Math.Max(voice.Start, from))));
    }

    /// <summary>The part between two places in the window.</summary>
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
        return new(Samples[from..to], [.. stretches], [.. voiced], Math.Clamp(OwnStart - from, 0, to - from), Math.Clamp(OwnEnd - from, 0, to - from))
        {
            IsHeard = IsHeard,
        };
    }

    public static TimeSpan TimeOf(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / LogMelSpectrogram.SampleRate);

    public static int SamplesIn(TimeSpan time) => checked((int)(time.Ticks * LogMelSpectrogram.SampleRate / TimeSpan.TicksPerSecond));
}

/// <summary>A stretch of the audio in a window.</summary>
/// <param name="At">Its first sample in the window.</param>
/// <param name="Start">The same sample, counted from the start of the audio.</param>
internal sealed record AudioStretch(int At, long Start, int Length);
