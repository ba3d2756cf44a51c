using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

internal static class ItemWriter
{
    public static void Write(XmlWriter xml, ShowSettings show, PublicUrls urls, PublishedEpisode episode)
    {
        var (metadata, enclosure) = (episode.Metadata, episode.Enclosure);
        var isMadeWithAi = Disclosure.IsMadeWithAi(show, metadata);
        xml.WriteStartElement("item");
        FeedXml.Write(xml, null, "title", FeedText.Value(metadata.Title) is { Length: > 0 } title ? title : episode.Slug.Value);
        FeedXml.Write(xml, null, "link", WebAddress.Ascii(urls.Episode(episode.Slug)));
        FeedXml.Write(xml, null, "guid", FeedText.Value(episode.Guid.Value), ("isPermaLink", FeedXml.Boolean(episode.Guid.IsPermaLink)));
        FeedXml.Write(xml, null, "pubDate", metadata.Published.ToString("R"));
        FeedXml.Write(xml, null, "description", Description(metadata, isMadeWithAi));
        FeedXml.Write(xml, FeedXml.Content, "encoded", Notes(metadata, isMadeWithAi));
        FeedXml.Write(
            xml,
            null,
            "enclosure",
            null,
            ("url", WebAddress.Ascii(WebAddress.Prefixed(show.EnclosurePrefix, urls.Media(episode.Slug, enclosure)))),
            ("length", FeedXml.Number(enclosure.Length)),
            ("type", FeedText.Value(TypeOf(enclosure))));
        FeedXml.Write(xml, FeedXml.ITunes, "duration", FeedXml.Number(Math.Max(1, (long)Math.Round(enclosure.Duration.TotalSeconds))));
        FeedXml.Write(xml, FeedXml.ITunes, "explicit", FeedXml.Boolean(metadata.Explicit));
        FeedXml.Write(xml, FeedXml.ITunes, "episodeType", TypeOf(metadata.Details.Type));
        FeedXml.WriteBlock(xml, metadata.Details.Block);
        if (metadata.Details.Image is { } image)
        {
            FeedXml.Write(xml, FeedXml.ITunes, "image", null, ("href", WebAddress.Ascii(image)));
        }

        PodcastItemWriter.Write(xml, show, urls, episode);
        PodcastTags.WriteVoice(xml, show, isMadeWithAi);
        WritePaper(xml, metadata.Paper);
        xml.WriteEndElement();
    }

    private static string Description(EpisodeMetadata metadata, bool? isMadeWithAi) => FeedText.Description(
        ShowNotes.ToText(metadata.ShowNotes),
        metadata.Paper is { } paper ? PaperCredit.ToText(paper) : "",
        isMadeWithAi == true ? Disclosure.SyntheticVoice : "");

    private static string Notes(EpisodeMetadata metadata, bool? isMadeWithAi) => string.Join(
        '\n',
        new[]
        {
            ShowNotes.ToHtml(metadata.ShowNotes),
            metadata.Paper is { } paper ? PaperCredit.ToHtml(paper) : "",
            isMadeWithAi == true ? $"<p>{Disclosure.SyntheticVoice}</p>" : "",
        }.Where(part => part.Length > 0));

    // Apple's name for M4A. Source: https://podcasters.apple.com/support/823-podcast-requirements.
    private static string TypeOf(Enclosure enclosure) => enclosure.MediaType == "audio/mp4" ? "audio/x-m4a" : enclosure.MediaType;

    private static string TypeOf(EpisodeType type) => type switch
    {
        EpisodeType.Trailer => "trailer",
        EpisodeType.Bonus => "bonus",
        _ => "full",
    };

    private static void WritePaper(XmlWriter xml, Paper? paper)
    {
        if (paper is not null && WebAddress.IsWeb(paper.Url))
        {
            FeedXml.Write(
                xml,
                FeedXml.Atom,
                "link",
                null,
                ("rel", "related"),
                ("href", WebAddress.Ascii(paper.Url!)),
                ("title", FeedText.Value(paper.Title)));
        }
    }
}

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

    // Apple's apps read Apple's tags, the others read the namespace's.
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

    // Apps differ in the formats that they read, so all are listed.
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

internal static class PodcastTags
{
    /// <remarks>In the channel and in every item, since an item's persons replace the channel's.</remarks>
    public static void WriteVoice(XmlWriter xml, ShowSettings show, bool? isMadeWithAi)
    {
        var narrator = FeedText.Name(show.Narrator);
        if (narrator.Length > 0)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "person", narrator, ("group", "cast"), ("role", "narrator"));
        }

        if (isMadeWithAi is { } made)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "txt", FeedXml.Boolean(made), ("purpose", "ai-content"));
        }
    }

    public static void WriteLicense(XmlWriter xml, License? license)
    {
        if (license is not null)
        {
            FeedXml.Write(
                xml,
                FeedXml.Podcast,
                "license",
                FeedText.Name(license.Name),
                ("url", license.Url is { } url ? WebAddress.Ascii(url) : null));
        }
    }

    public static void WriteLocation(XmlWriter xml, Location? location)
    {
        if (location is not null)
        {
            FeedXml.Write(
                xml,
                FeedXml.Podcast,
                "location",
                FeedText.Name(location.Name),
                ("rel", "subject"),
                ("geo", FeedText.ValueOrNull(location.Geo)),
                ("osm", FeedText.ValueOrNull(location.Osm)));
        }
    }

    public static void WriteImage(XmlWriter xml, Uri? image, string title)
    {
        if (image is not null)
        {
            FeedXml.Write(
                xml,
                FeedXml.Podcast,
                "image",
                null,
                ("href", WebAddress.Ascii(image)),
                ("alt", FeedText.Name($"Artwork of {title}")),
                ("aspect-ratio", "1/1"),
                ("purpose", "artwork"));
        }
    }
}
