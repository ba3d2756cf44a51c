using FsCheck;
using FsCheck.Fluent;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

/// <summary>
/// Segments that keep none of the promises that engines make: out of order, overlapping, empty, far too short for their text.
/// </summary>
public sealed record AnySegments(IReadOnlyList<Segment> Segments)
{
    public override string ToString() =>
        string.Join("; ", Segments.Select(segment =>
            $"{segment.Start}–{segment.End} {segment.Kind} {new HostileText(segment.Speaker ?? "")}: {new HostileText(segment.Text)}"));

    public static Arbitrary<AnySegments> Arbitrary()
    {
        var time = Gen.Choose(-1_000, 60_000_000).Select(tenths => TimeSpan.FromMilliseconds(tenths / 10.0));
        var segment = from start in time
                      from end in Gen.OneOf(
                          time, Gen.Constant(start), Gen.Choose(0, 90_000).Select(ms => start + TimeSpan.FromMilliseconds(ms)))
                      from text in HostileText.Arbitrary().Generator
                      from kind in Gen.Frequency((5, Gen.Constant(SegmentKind.Speech)), (1, Gen.Constant(SegmentKind.Sound)))
                      from speaker in Gen.Frequency(
                          (6, Gen.Constant<string?>(null)),
                          (1, HostileText.Arbitrary().Generator.Select(
                              name => PlainText.OneLine(name.Value).Length > 0 ? name.Value : null)),
                          (2, Gen.Elements<string?>("Ann", "Bob Lee")))
                      from language in Gen.Frequency((6, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("de", "zh-Hant")))
                      from timed in Gen.Elements(true, false)
                      from times in time.ListOf()
                      select new Segment(start, end, text.Value, -0.1, 0)
                      {
                          Kind = kind,
                          Speaker = speaker,
                          Language = kind == SegmentKind.Sound ? null : language,
                          Words = timed ? Words(text.Value, [start, .. times]) : []
                      };
        return Arb.From(segment.ListOf().Select(segments => new AnySegments(segments)));
    }

    private static IReadOnlyList<Word> Words(string text, TimeSpan[] times) =>
        [.. PlainText.OneLine(text)
            .Split(' ')
            .Select((word, i) => new Word(times[i % times.Length], times[(i + 1) % times.Length], word, 0.5))];
}
