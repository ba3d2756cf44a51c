using System.Globalization;
using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>What the Podcasting 2.0 namespace says of the show.</summary>
internal static class PodcastChannelWriter
{
    public static void Write(XmlWriter xml, FeedDocument document, PublicUrls urls)
    {
        var show = document.Show;
        var owner = FeedText.Value(show.OwnerEmail);
        Write(xml, "guid", document.FeedGuid.ToString("D"));
        Write(xml, "medium", "podcast");
        Write(xml, "locked", show.Locked ? "yes" : "no", ("owner", owner.Length > 0 ? owner : null));
        if (show.Block)
        {
            Write(xml, "block", "yes");
        }

        PodcastTags.WriteVoice(xml, show, Disclosure.IsMadeWithAi(show, document.Episodes));
        foreach (var (purpose, value) in show.Verifications)
        {
            Write(xml, "txt", PlainText.OneLine(value), ("purpose", FeedText.Name(purpose)));
        }

        if (show.Funding is { } funding)
        {
            Write(xml, "funding", FeedText.Name(funding.Text), ("url", WebAddress.Ascii(funding.Url)));
        }

        PodcastTags.WriteLicense(xml, show.License);
        PodcastTags.WriteLocation(xml, show.Location);
        PodcastTags.WriteImage(xml, ShowArtwork.Address(show, urls), show.Title);
        WriteUpdateFrequency(xml, show.UpdateFrequency);
        WriteTrailer(xml, show.Trailer);
        if (show.Podping)
        {
            Write(xml, "podping", null, ("usesPodping", "true"));
        }
    }

    private static void WriteUpdateFrequency(XmlWriter xml, UpdateFrequency? frequency)
    {
        if (frequency is not null)
        {
            Write(
                xml,
                "updateFrequency",
                FeedText.Name(frequency.Text),
                ("rrule", FeedText.ValueOrNull(frequency.Rule)),
                ("complete", frequency.Complete ? "true" : null),
                ("dtstart", frequency.Starts?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
        }
    }

    private static void WriteTrailer(XmlWriter xml, Trailer? trailer)
    {
        if (trailer is not null)
        {
            Write(
                xml,
                "trailer",
                FeedText.Name(trailer.Title),
                ("pubdate", trailer.Published.ToString("R")),
                ("url", WebAddress.Ascii(trailer.Url)),
                ("length", trailer.Length?.ToString(CultureInfo.InvariantCulture)),
                ("type", FeedText.ValueOrNull(trailer.Type)),
                ("season", trailer.Season?.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void Write(XmlWriter xml, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        FeedXml.Write(xml, FeedXml.Podcast, name, text, attributes);
}
