using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts;

public static class TranscriptLanguage
{
    /// <param name="segments">As the engine or a correction gave them.</param>
    /// <param name="unnamed">The language of segments without one, as a BCP 47 tag.</param>
    /// <returns>
    /// The language with the most seconds of speech, and the segments, with a language only where it differs from that.
    /// </returns>
    public static (string Language, IReadOnlyList<Segment> Segments) Settle(IReadOnlyList<Segment> segments, string unnamed)
    {
        var most = segments.Where(segment => segment.Kind == SegmentKind.Speech)
            .GroupBy(segment => Named(segment.Language, unnamed), StringComparer.OrdinalIgnoreCase)
            .MaxBy(group => group.Sum(segment => (segment.End - segment.Start).Ticks));
        var language = most?.Key ?? unnamed;
        return (
            language,
            [.. segments.Select(segment => segment with { Language = Other(segment, Named(segment.Language, unnamed), language) })]);
    }

    /// <summary>Gives corrected segments the languages of the recognised ones, unless the correction has languages itself.</summary>
    /// <remarks>A segment gets the language that was recognised for most of its time, if the correction is in the same language.</remarks>
    /// <param name="written">The language of the correction, as a BCP 47 tag.</param>
    /// <param name="heard">The segments from the engine.</param>
    /// <param name="unnamed">As for <see cref="Settle"/>, of <paramref name="heard"/> and of the result.</param>
    public static IReadOnlyList<Segment> Carry(
        IReadOnlyList<Segment> corrected, string written, IReadOnlyList<Segment> heard, string unnamed)
    {
        var (language, settled) = Settle(heard, unnamed);
        var others = settled.Where(segment => segment.Language is not null).ToList();
        var isNamed = corrected.Any(segment => segment.Language is not null) || !LanguageTag.AreSame(written, language);
        return
        [
            .. corrected.Select(segment => segment with
            {
                Language = Other(segment, (isNamed ? segment.Language : HeardIn(segment, settled, others)) ?? written, unnamed),
            }),
        ];
    }

    /// <param name="candidates">BCP 47 tags, the likeliest first.</param>
    /// <returns>The first that is written in the script of the segments, or else the language that the script is usual for.</returns>
    public static string Written(IReadOnlyList<Segment> segments, IReadOnlyList<string?> candidates)
    {
        var spoken = segments.Where(segment => segment.Kind == SegmentKind.Speech).Select(segment => segment.Text);
        var script = Script.Of(string.Concat(spoken));
        return candidates.FirstOrDefault(language => language is not null && (script is null || Script.Writes(language, script)))
            ?? (script is null ? null : Script.UsualLanguage(script))
            ?? LanguageTag.Undetermined;
    }

    private static string? HeardIn(Segment corrected, IReadOnlyList<Segment> settled, List<Segment> others) =>
        others.Exists(segment => Overlap(segment, corrected) > 0)
            ? settled.Where(segment => segment.Kind == SegmentKind.Speech)
                .GroupBy(segment => segment.Language)
                .MaxBy(group => group.Sum(segment => Overlap(segment, corrected)))?.Key
            : null;

    private static long Overlap(Segment one, Segment other) =>
        Math.Max(0, Math.Min(one.End.Ticks, other.End.Ticks) - Math.Max(one.Start.Ticks, other.Start.Ticks));

    // An additional region or script is not another language: the tag of the other segments stays.
    private static string Named(string? language, string unnamed) =>
        language is null || LanguageTag.AreSame(language, unnamed) ? unnamed : language;

    private static string? Other(Segment segment, string language, string than) =>
        segment.Kind == SegmentKind.Sound || LanguageTag.AreSame(language, than) ? null : language;
}
