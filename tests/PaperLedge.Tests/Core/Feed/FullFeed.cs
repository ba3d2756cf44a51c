using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;

namespace PaperLedge.Tests.Core.Feed;

/// <summary>A show and an episode that say all that can be said.</summary>
internal static class FullFeed
{
    public static readonly Uri Address = new("https://example.org/there?a=1&b=2#part");

    public static readonly ShowSettings Show = Samples.Show with
    {
        Link = new Uri("https://www.example.org/"),
        Type = ShowType.Serial,
        Block = true,
        NewFeedUrl = new Uri("https://new.example.org/feed.xml"),
        EnclosurePrefix = new Uri("https://op3.dev/e/"),
        Hub = new Uri("https://hub.example.org/"),
        Podping = true,
        Funding = new WebLink("Buy us a book", Address),
        License = new License("cc-by-4.0"),
        Location = new Location("Göttingen", "geo:51.5328,9.9354", "R191361"),
        UpdateFrequency = new UpdateFrequency(
            "Ten Mondays", "FREQ=WEEKLY;BYDAY=MO;COUNT=10", Starts: new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero)),
        Trailer = new Trailer(
            "What this is", new Uri("https://example.org/trailer.mp3"),
            new DateTimeOffset(2026, 4, 1, 6, 0, 0, TimeSpan.Zero), 123_456, "audio/mpeg", 2),
        Subscribe = [new WebLink("An app", Address)],
        Verifications = [new Verification("verify", "s3cret&<>"), new Verification("applepodcastsverify", "a-b-c")],
        Seasons = [new SeasonName(2, "Adding up")],
    };

    public static readonly PublishedEpisode Episode = Samples.Sums with
    {
        Metadata = Samples.Sums.Metadata with
        {
            Details = new EpisodeDetails
            {
                Type = EpisodeType.Bonus,
                Block = true,
                AiContent = true,
                EpisodeDisplay = "Ch. 3",
                Image = new Uri("https://example.org/sums.png"),
                License = new License("Our own", Address),
                Location = new Location("Braunschweig"),
                Chapters =
                [
                    new Chapter(TimeSpan.Zero, "Two ends"),
                    new Chapter(TimeSpan.FromSeconds(31.5), "Pairs & <more>", Address, new Uri("https://example.org/pairs.png")),
                ],
                Soundbites =
                [
                    new Soundbite(TimeSpan.FromSeconds(12.25), TimeSpan.FromSeconds(30), "Why it works"),
                    new Soundbite(TimeSpan.Zero, Soundbite.Shortest)
                ],
                AlternateEnclosures =
                [
                    new AlternateEnclosure(
                        new Uri("https://example.org/sums.opus"), "audio/opus", 345_678, 24_000,
                        "Low bandwidth", "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
                ],
            },
        },
    };
}
