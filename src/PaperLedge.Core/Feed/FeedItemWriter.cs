using System.Globalization;
using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>One episode in the feed.</summary>
internal static class FeedItemWriter
{
    public static void Write(XmlWriter xml, ShowSettings show, PublicUrls urls, PublishedEpisode episode)
    {
        var (metadata, enclosure) = (episode.Metadata, episode.Enclosure);
        xml.WriteStartElement("item");
        FeedXml.Write(xml, null, "title", FeedText.Value(metadata.Title) is { Length: > 0 } title ? title : episode.Slug.Value);
        FeedXml.Write(xml, null, "link", WebAddress.Ascii(urls.Episode(episode.Slug)));
        FeedXml.Write(xml, null, "guid", FeedText.Value(episode.Guid), ("isPermaLink", "false"));
        FeedXml.Write(xml, null, "pubDate", metadata.Published.ToString("R"));
        FeedXml.Write(xml, null, "description", Description(show, metadata));
        FeedXml.Write(xml, FeedXml.Content, "encoded", Notes(show, metadata));
        FeedXml.Write(
            xml,
            null,
            "enclosure",
            null,
            ("url", WebAddress.Ascii(urls.Media(episode.Slug, enclosure))),
            ("length", Number(enclosure.Length)),
            ("type", FeedText.Value(enclosure.MediaType)));
        FeedXml.Write(xml, FeedXml.ITunes, "duration", Number(Math.Max(1, (long)Math.Round(enclosure.Duration.TotalSeconds))));
        FeedXml.Write(xml, FeedXml.ITunes, "explicit", FeedXml.Boolean(metadata.Explicit));
        FeedXml.Write(xml, FeedXml.ITunes, "episodeType", "full");
        WriteNumbers(xml, metadata);
        WriteTranscripts(xml, urls, episode);
        FeedWriter.WriteVoice(xml, show);
        WritePaper(xml, metadata.Paper);
        xml.WriteEndElement();
    }

    private static string Description(ShowSettings show, EpisodeMetadata metadata) => FeedText.Description(
        ShowNotes.ToText(metadata.ShowNotes),
        metadata.Paper is { } paper ? PaperCredit.ToText(paper) : "",
        show.SyntheticVoice ? Disclosure.SyntheticVoice : "");

    private static string Notes(ShowSettings show, EpisodeMetadata metadata) => string.Join(
        '\n',
        new[]
        {
            ShowNotes.ToHtml(metadata.ShowNotes),
            metadata.Paper is { } paper ? PaperCredit.ToHtml(paper) : "",
            show.SyntheticVoice ? $"<p>{Disclosure.SyntheticVoice}</p>" : "",
        }.Where(part => part.Length > 0));

    /// <summary>Apple's tags for its apps, the namespace's for the others.</summary>
    private static void WriteNumbers(XmlWriter xml, EpisodeMetadata metadata)
    {
        foreach (var (name, number) in new[] { ("season", metadata.Season), ("episode", metadata.Episode) })
        {
            if (number is { } value)
            {
                FeedXml.Write(xml, FeedXml.ITunes, name, Number(value));
                FeedXml.Write(xml, FeedXml.Podcast, name, Number(value));
            }
        }
    }

    /// <summary>All formats, since apps differ in which they read.</summary>
    private static void WriteTranscripts(XmlWriter xml, PublicUrls urls, PublishedEpisode episode)
    {
        var language = LanguageTag.OrUndetermined(episode.Metadata.Language);
        foreach (var format in TranscriptFormat.All)
        {
            var captions = format == TranscriptFormat.Vtt || format == TranscriptFormat.Srt;
            FeedXml.Write(
                xml,
                FeedXml.Podcast,
                "transcript",
                null,
                ("url", WebAddress.Ascii(urls.Transcript(episode.Slug, format))),
                ("type", format.MediaType),
                ("language", language),
                ("rel", captions ? "captions" : null));
        }
    }

    private static void WritePaper(XmlWriter xml, Paper? paper)
    {
        if (paper is not null && WebAddress.IsWeb(paper.Url))
        {
            FeedXml.Write(xml, FeedXml.Atom, "link", null, ("rel", "related"), ("href", WebAddress.Ascii(paper.Url!)), ("title", FeedText.Value(paper.Title)));
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
