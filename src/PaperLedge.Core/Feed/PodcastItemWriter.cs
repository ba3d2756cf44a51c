using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>What the Podcasting 2.0 namespace says of an episode.</summary>
internal static class PodcastItemWriter
{
    public static void Write(XmlWriter xml, ShowSettings show, PublicUrls urls, PublishedEpisode episode)
    {
        var details = episode.Metadata.Details;
        WriteNumbers(xml, show, episode.Metadata);
        WriteTranscripts(xml, urls, episode);
        if (details.Chapters.Count > 0)
        {
            Write(xml, "chapters", null, ("url", WebAddress.Ascii(urls.Chapters(episode.Slug))), ("type", ChaptersWriter.MediaType));
        }

        foreach (var soundbite in details.Soundbites)
        {
            Write(
                xml,
                "soundbite",
                FeedText.Name(soundbite.Title),
                ("startTime", ClockTime.Seconds(soundbite.Start)),
                ("duration", ClockTime.Seconds(soundbite.Duration)));
        }

        PodcastTags.WriteLicense(xml, details.License ?? show.License);
        PodcastTags.WriteLocation(xml, details.Location);
        PodcastTags.WriteImage(xml, details.Image, episode.Metadata.Title);
        foreach (var alternate in details.AlternateEnclosures)
        {
            WriteAlternate(xml, alternate);
        }
    }

    /// <summary>Apple's tags for its apps, the namespace's for the others.</summary>
    private static void WriteNumbers(XmlWriter xml, ShowSettings show, EpisodeMetadata metadata)
    {
        if (metadata.Season is { } season)
        {
            var name = show.Seasons.FirstOrDefault(named => named.Number == season)?.Name;
            FeedXml.Write(xml, FeedXml.ITunes, "season", FeedXml.Number(season));
            Write(xml, "season", FeedXml.Number(season), ("name", FeedText.ValueOrNull(name)));
        }

        if (metadata.Episode is { } episode)
        {
            FeedXml.Write(xml, FeedXml.ITunes, "episode", FeedXml.Number(episode));
            Write(xml, "episode", FeedXml.Number(episode), ("display", FeedText.ValueOrNull(metadata.Details.EpisodeDisplay)));
        }
    }

    /// <summary>All formats, since apps differ in which they read.</summary>
    private static void WriteTranscripts(XmlWriter xml, PublicUrls urls, PublishedEpisode episode)
    {
        var language = LanguageTag.OrUndetermined(episode.Metadata.Language);
        foreach (var format in TranscriptFormat.All)
        {
            var captions = format == TranscriptFormat.Vtt || format == TranscriptFormat.Srt;
            Write(
                xml,
                "transcript",
                null,
                ("url", WebAddress.Ascii(urls.Transcript(episode.Slug, format))),
                ("type", format.MediaType),
                ("language", language),
                ("rel", captions ? "captions" : null));
        }
    }

    private static void WriteAlternate(XmlWriter xml, AlternateEnclosure alternate)
    {
        xml.WriteStartElement("alternateEnclosure", FeedXml.Podcast);
        xml.WriteAttributeString("type", FeedText.Value(alternate.Type));
        xml.WriteAttributeString("length", FeedXml.Number(alternate.Length));
        if (alternate.Bitrate is { } bitrate)
        {
            xml.WriteAttributeString("bitrate", FeedXml.Number(bitrate));
        }

        if (alternate.Title is { } title)
        {
            xml.WriteAttributeString("title", FeedText.Name(title));
        }

        Write(xml, "source", null, ("uri", WebAddress.Ascii(alternate.Url)));
        if (alternate.Integrity is { } integrity)
        {
            Write(xml, "integrity", null, ("type", "sri"), ("value", FeedText.Value(integrity)));
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        FeedXml.Write(xml, FeedXml.Podcast, name, text, attributes);
}
