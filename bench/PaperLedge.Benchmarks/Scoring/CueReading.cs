using PaperLedge.Core.Transcripts;
using PaperLedge.Core.Transcripts.Cues;

namespace PaperLedge.Benchmarks.Scoring;

/// <summary>How well a transcript's WebVTT cues can be read.</summary>
/// <param name="Fast">Cues of more than 17 characters a second.</param>
/// <param name="NeedlesslyFast">Of these, the ones that could stay longer, since nothing stands on the screen behind them.</param>
/// <param name="Late">Cues that end after the audio does.</param>
internal sealed record CueReading(int Cues, int Fast, int NeedlesslyFast, int Late)
{
    public static readonly CueReading Nothing = new(0, 0, 0, 0);

    /// <summary>Two frames of nothing at 24 frames a second stay between cues, and a millisecond is rounded.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(85);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    public static CueReading Of(IReadOnlyList<Segment> segments, string language, TimeSpan length)
    {
        var cues = CueShaper.Shape(Timeline.Of(segments), CueShape.Vtt, language);
        var (fast, needless) = (0, 0);
        for (var i = 0; i < cues.Count; i++)
        {
            var (cue, next) = (cues[i], i + 1 < cues.Count ? cues[i + 1].Start - Gap : length);
            if (cue.Text.Length / (cue.End - cue.Start).TotalSeconds > CueClock.CharactersPerSecond + 0.05)
            {
                fast++;
                needless += next > cue.End && cue.End - cue.Start < Longest ? 1 : 0;
            }
        }

        return new(cues.Count, fast, needless, cues.Count(cue => cue.End > length));
    }

    public static CueReading operator +(CueReading one, CueReading other) =>
        new(one.Cues + other.Cues, one.Fast + other.Fast, one.NeedlesslyFast + other.NeedlesslyFast, one.Late + other.Late);
}
