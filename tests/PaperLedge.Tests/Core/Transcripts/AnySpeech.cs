using FsCheck;
using FsCheck.Fluent;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

/// <summary>
/// What an engine makes of speech: words one after another, of 10 to 22 characters a second, with pauses of all lengths, sentences
/// of all lengths, and now and then a sound or another speaker. The audio ends with the last word or up to two seconds later.
/// </summary>
public sealed record AnySpeech(IReadOnlyList<Segment> Segments, TimeSpan Duration)
{
    private static readonly string[] s_vocabulary =
    [
        "a", "I", "in", "of", "to", "and", "but", "the", "each", "that", "with", "when", "error", "paper", "model", "seven", "between",
        "measure", "question", "different", "experiment", "Turing", "Oxford", "New", "York", "12", "1,000", "dollars", "generalisation",
        "electroencephalographically",
    ];

    public override string ToString() => $"{Duration}: " + string.Join("; ", Segments.Select(segment =>
        $"{segment.Speaker} " +
        $"[{string.Join(' ', segment.Words.Select(word => $"{word.Start.TotalSeconds}-{word.End.TotalSeconds} {word.Text}"))}] " +
        $"{segment.Start}–{segment.End}"));

    public static Arbitrary<AnySpeech> Arbitrary() => Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from sentences in Gen.Choose(1, 30)
        select Make(new Random(seed), sentences));

    private static AnySpeech Make(Random random, int sentences)
    {
        var (now, segments) = (random.Next(800), new List<Segment>());
        for (var i = 0; i < sentences; i++)
        {
            if (random.Next(12) == 0)
            {
                segments.Add(new Segment(At(now), At(now += random.Next(300, 20_000)), "[music]", -0.1, 0) { Kind = SegmentKind.Sound });
            }

            var words = Words(random, ref now);
            var text = string.Join(' ', words.Select(word => word.Text));
            segments.Add(new Segment(words[0].Start, words[^1].End, text, -0.1, 0)
            {
                Words = random.Next(8) == 0 ? [] : words,
                Speaker = random.Next(6) == 0 ? "Bob Lee" : null,
            });
            now += random.Next(3) == 0 ? random.Next(4_000) : random.Next(300);
        }

        return new AnySpeech(segments, segments[^1].End + At(random.Next(2) * random.Next(2_000)));
    }

    private static List<Word> Words(Random random, ref int now)
    {
        var (count, letter, words) = (random.Next(1, random.Next(2, 40)), 1000 / random.Next(10, 23), new List<Word>());
        for (var i = 0; i < count; i++)
        {
            var mark = i == count - 1 ? (random.Next(5) == 0 ? "" : ".") : random.Next(7) == 0 ? "," : "";
            var text = s_vocabulary[random.Next(s_vocabulary.Length)] + mark;
            var end = now + Math.Max(20, (text.Length + 1) * letter * random.Next(7, 14) / 10);
            words.Add(new Word(At(now), At(end), text, 0.9));
            now = end + (random.Next(6) == 0 ? random.Next(900) : 0);
        }

        return words;
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
