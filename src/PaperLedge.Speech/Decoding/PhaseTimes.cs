using System.Diagnostics;
using System.Globalization;

namespace PaperLedge.Speech.Decoding;

internal enum Phase
{
    // There is nothing to do.
    Idle,

    // The reader waits for ffmpeg.
    Audio,
    Vad,

    // Levels, pauses, sounds and cutting.
    Planning,
    Mel,
    Encoder,
    EncoderAttention,

    // Computing the keys and values of cross-attention.
    CrossKeys,
    Decoder,
    SelfAttention,
    CrossAttention,

    // Applying the logit rules and choosing tokens.
    Rules,
    WordTimes,

    // Everything that is decoded more than once.
    Fallback,

    // Making segments and words from the decoded tokens.
    Reading,
}

/// <summary>Time of one thread by phase: each moment belongs to exactly one phase. Not for concurrent use.</summary>
/// <param name="phase">The phase while no other one has begun.</param>
internal sealed class PhaseTimes(Phase phase)
{
    private readonly long[] _ticks = new long[Enum.GetValues<Phase>().Length];
    private long _since = Stopwatch.GetTimestamp();
    private Phase _phase = phase;

    // The share of the current work that is caused by a fallback; it is booked as Fallback, whatever the phase.
    public double FallbackShare
    {
        get;
        set
        {
            Count();
            field = value;
        }
    }

    /// <summary>Begins a phase, which ends when the result is disposed; then the phase before it continues.</summary>
    public Scope In(Phase phase)
    {
        Count();
        var before = _phase;
        _phase = phase;
        return new(this, before);
    }

    /// <returns>Seconds of each phase, such as <c>Idle=0.52 Encoder=3.10</c>, without the phases that have none.</returns>
    public override string ToString()
    {
        Count();
        return string.Join(' ', from phase in Enum.GetValues<Phase>()
                                let ticks = _ticks[(int)phase]
                                where ticks > 0
                                select string.Create(CultureInfo.InvariantCulture, $"{phase}={ticks / (double)Stopwatch.Frequency:0.000}"));
    }

    private void Count()
    {
        var now = Stopwatch.GetTimestamp();
        var fallback = (long)((now - _since) * FallbackShare);
        _ticks[(int)Phase.Fallback] += fallback;
        _ticks[(int)_phase] += now - _since - fallback;
        _since = now;
    }

    internal readonly struct Scope(PhaseTimes timeline, Phase before) : IDisposable
    {
        public void Dispose()
        {
            timeline.Count();
            timeline._phase = before;
        }
    }
}
