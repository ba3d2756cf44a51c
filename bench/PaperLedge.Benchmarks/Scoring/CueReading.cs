using PaperLedge.Core.Cues;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Benchmarks.Scoring;

/// <summary>Readability of a transcript's WebVTT cues.</summary>
/// <param name="Fast">Cues of more than 17 characters a second.</param>
/// <param name="NeedlesslyFast">The fast cues that could have more time: see <see cref="CueSpeed"/>.</param>
/// <param name="Late">Cues that end after the audio.</param>
internal sealed record CueReading(int Cues, int Fast, int NeedlesslyFast, int Late)
{
    public static readonly CueReading Nothing = new(0, 0, 0, 0);

    public static CueReading Of(IReadOnlyList<Segment> segments, string language, TimeSpan length)
    {
        var cues = CueShaper.Shape(segments, CueShape.Vtt, language, length);
        var needless = CueSpeed.Avoidable(cues, segments, CueShape.Vtt, language, length);
        return new(
            cues.Count, cues.Count(cue => CueSpeed.IsTooFast(cue, CueShape.Vtt)), needless.Count, cues.Count(cue => cue.End > length));
    }

    public static CueReading operator +(CueReading one, CueReading other) =>
        new(one.Cues + other.Cues, one.Fast + other.Fast, one.NeedlesslyFast + other.NeedlesslyFast, one.Late + other.Late);
}
