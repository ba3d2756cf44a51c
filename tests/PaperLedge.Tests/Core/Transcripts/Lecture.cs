using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

/// <summary>
/// Two hundred sentences as a narrator reads them: 150 words a minute, breaths between sentences, pauses between thoughts.
/// </summary>
internal static class Lecture
{
    private static readonly string[] s_openings =
    [
        "In the first experiment,", "According to Dr. Smith,",
        "As Turing et al. (1950) have shown,", "Today", "For the last ten years,", "Surprisingly,",
        "With a budget of 3.5 million dollars,", "On average,", "Of the 10 000 papers in the archive,", "Well,", "In Section 4,",
    ];

    private static readonly string[] s_subjects =
    [
        "the authors", "A. Turing and his colleagues", "a small team at the University of Oxford",
        "most of the participants", "Maria van der Berg",
        "every one of the models", "the reviewers", "nobody", "the loss", "Wen Li",
    ];

    private static readonly string[] s_verbs =
    [
        "measured", "did not expect", "argue about", "rewrote the whole code for",
        "depends on", "agreed with", "could explain", "carefully compared", "ignored",
    ];

    private static readonly string[] s_objects =
    [
        "a signal of 5 GHz", "the temperature of the sample, which fell by 12 °C within 3 minutes",
        "about 40 % of the errors", "the method that New York City uses",
        "an unusually long chain of reasoning, even though a shorter one would have been enough for the proof",
        "it", "the results from page 12",
        "each of the assumptions that the earlier work had made about memory and time", "the weights", "an answer to that question",
    ];

    private static readonly string[] s_endings =
    [
        ".", " again.", ", and that is the point.", " because the data were noisy.",
        " in the end.", "?", ", which costs 20 dollars a day."
    ];

    public static IReadOnlyList<Segment> Segments { get; } = [.. Make(new Random(42))];

    private static IEnumerable<Segment> Make(Random random)
    {
        var now = 0.4;
        for (var i = 0; i < 200; i++)
        {
            var text = i % 17 == 0 ? "Yes." : $"{Pick(s_openings)} {Pick(s_subjects)} {Pick(s_verbs)} {Pick(s_objects)}{Pick(s_endings)}";
            var words = text.Split(' ');
            // 0.4 s a word makes 150 a minute; long words take longer than short ones.
            var letter = ((words.Length * 0.4) - 0.3) / words.Sum(word => word.Length + 2);
            var said = new List<Word>();
            foreach (var word in words)
            {
                var end = now + (letter * (word.Length + 2));
                said.Add(new Word(TimeSpan.FromSeconds(now), TimeSpan.FromSeconds(end), word, 0.9));
                now = end;
            }

            yield return new Segment(said[0].Start, said[^1].End, text, -0.1, 0) { Words = said };
            now += i % 40 == 39 ? 2.5 : i % 12 == 11 ? 1.2 : 0.3;
        }

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
