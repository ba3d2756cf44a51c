using System.Diagnostics;
using System.Globalization;

namespace PaperLedge.Whisper;

/// <summary>What the time of a transcription goes into.</summary>
internal enum Phase
{
    /// <summary>Nothing is there to do.</summary>
    Idle,

    /// <summary>The reader waits for ffmpeg.</summary>
    Audio,
    Vad,

    /// <summary>Levels, pauses, sounds, cutting.</summary>
    Planning,
    Mel,
    Encoder,
    EncoderAttention,

    /// <summary>Making the cross-attention's keys and values.</summary>
    CrossKeys,
    Decoder,
    SelfAttention,
    CrossAttention,

    /// <summary>Rules, and the choice of tokens.</summary>
    Rules,
    WordTimes,

    /// <summary>Whatever is decoded more than once.</summary>
    Fallback,

    /// <summary>Segments and words of what was decoded.</summary>
    Reading,
}

/// <summary>Where one thread's time goes: each moment belongs to exactly one phase. Not for concurrent use.</summary>
/// <param name="phase">That goes on while no other does.</param>
internal sealed class Timeline(Phase phase)
{
    private readonly long[] _ticks = new long[Enum.GetValues<Phase>().Length];
    private long _since = Stopwatch.GetTimestamp();
    private Phase _phase = phase;

    /// <summary>The share of the present work that a fallback asked for; counted there, whatever its phase.</summary>
    public double FallbackShare
    {
        get;
        set
        {
            Count();
            field = value;
        }
    }

    /// <summary>Begins a phase, which ends when the result is disposed of; then the phase before goes on.</summary>
    public Scope In(Phase phase)
    {
        Count();
        var before = _phase;
        _phase = phase;
        return new(this, before);
    }

    /// <summary>Seconds by phase, such as <c>Idle=0.52 Encoder=3.10</c>; phases without any are left out.</summary>
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

    internal readonly struct Scope(Timeline timeline, Phase before) : IDisposable
    {
        public void Dispose()
        {
            timeline.Count();
            timeline._phase = before;
        }
    }
}
