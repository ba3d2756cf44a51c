using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core;

/// <summary>One show, two episodes and a transcript that the golden files are made from.</summary>
internal static class Samples
{
    public static readonly TranscriberIdentity Transcriber = new("onnx", "base.en");

    public static readonly PublicUrls Urls = new(new Uri("https://podcast.example.org/"));

    public static readonly ShowSettings Show = new(
        Title: "Paper by Paper",
        Description: "One research paper an episode, explained in plain words. Reading & thinking <together>.",
        Language: "en",
        Author: "The Reading Room",
        OwnerEmail: "desk@example.org",
        Category: "Science",
        Subcategory: "Mathematics",
        Explicit: false,
        Artwork: "cover.png",
        Copyright: "CC BY 4.0",
        Narrator: "Ada (synthetic voice)",
        SyntheticVoice: true,
        Locked: true);

    public static readonly PublishedEpisode Sums = Episode(
        "counting-in-pairs",
        new EpisodeMetadata(
            Title: "Counting in pairs: why Gauß & friends add from both ends",
            ShowNotes: """
                We read a short paper on **sums**, and ask *why* pairing works.

                - The [preprint](https://example.org/papers/pairs?a=1&b=2)
                - Never this: [a trap](javascript:alert(1)) or <script>alert(1)</script>

                # What we skipped

                The proof by `induction`.
                """,
            Published: new DateTimeOffset(2026, 5, 7, 6, 30, 0, TimeSpan.FromHours(2)),
            Season: 2,
            Episode: 3,
            Explicit: false,
            Language: "en",
            Paper: new Paper(
                "Sums in Pairs, Revisited", ["Emil Sørensen", "Wen Li", "A. O'Hara"], new Uri("https://example.org/papers/pairs"))),
        TimeSpan.FromSeconds(92.4));

    public static readonly PublishedEpisode Plain = Episode(
        "first-words",
        new EpisodeMetadata("First words", "", new DateTimeOffset(2026, 4, 30, 4, 30, 0, TimeSpan.Zero), null, null, false, "en", null),
        TimeSpan.FromSeconds(3723));

    public static readonly Transcript Transcript = new(
        Title: Sums.Metadata.Title,
        Language: "en",
        Speaker: Show.Narrator,
        Transcriber,
        Created: new DateTimeOffset(2026, 5, 6, 20, 0, 0, TimeSpan.Zero),
        Segments:
        [
            Said(0.32, 3.9, "Welcome to Paper by Paper. This voice is synthetic."),
            Said(
                3.9,
                12.48,
                "Today we read a paper by Emil Sørensen, Wen Li and A. O'Hara, who ask what happens if one adds the numbers from 1 to " +
                "1,000 from both ends at once."),
            Said(12.48, 15.02, "If a < b & b > c, they say, then pair them."),
            Said(18.6, 21.1, "After the pause: 500 pairs, each 1,001."),
            Said(3661.5, 3662.75, "That --> is all."),
        ]);

    /// <summary>Two Japanese sentences and an English one, each word with a time.</summary>
    public static readonly Transcript Japanese = Transcript with
    {
        Title = "天気の話",
        Language = "ja",
        Speaker = null,
        Segments =
        [
            Timed(0.5, "今日は|とても|良い|天気|なので、|公園を|散歩しました。"),
            Timed(4, "木の下で|論文を|読んで、|コンピューターの|歴史について|考えました。"),
            Timed(8, "It| was| called| “open| source”.") with { Language = "en" },
            Timed(11, "明日は|雨が|降る|そうです。"),
        ],
    };

    /// <summary>A word each half second.</summary>
    /// <param name="words">Each but the first with a space in front of it, if it has one in the text.</param>
    public static Segment Timed(double start, string words)
    {
        var timed = words.Split('|').Select((word, i) => new Word(
            TimeSpan.FromSeconds(start + (0.5 * i)),
            TimeSpan.FromSeconds(start + (0.5 * i) + 0.45),
            word.Trim(),
            i == 3 ? 0.4 : 0.9)).ToList();
        return Said(start, timed[^1].End.TotalSeconds, words.Replace("|", "", StringComparison.Ordinal)) with { Words = timed };
    }

    public static Segment Said(double start, double end, string text) =>
        new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), text, -0.2, 0.01);

    private static PublishedEpisode Episode(string name, EpisodeMetadata metadata, TimeSpan duration)
    {
        var slug = EpisodeSlug.Parse(name);
        return new PublishedEpisode(
            slug,
            new EpisodeGuid(
                "6f5e0c6e-5a26-5f25-8d7e-" +
                (name.Length * 1_000_000_007L).ToString("x12", System.Globalization.CultureInfo.InvariantCulture)),
            metadata,
            new Enclosure(AudioVersion.Of("0x1"), "mp3", 1_478_400, "audio/mpeg", duration),
            Revision.Of("0x1", "onnx 1 base.en", new TranscriptionOptions("en")),
            Transcriber,
            metadata.Published.AddHours(1));
    }
}
