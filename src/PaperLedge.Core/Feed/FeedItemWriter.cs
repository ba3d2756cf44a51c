using System.Xml;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>One episode in the feed.</summary>
internal static class FeedItemWriter
{
    public static void Write(XmlWriter xml, ShowSettings show, PublicUrls urls, PublishedEpisode episode)
    {
        var (metadata, enclosure) = (episode.Metadata, episode.Enclosure);
        var isMadeWithAi = Disclosure.IsMadeWithAi(show, metadata);
        xml.WriteStartElement("item");
        FeedXml.Write(xml, null, "title", FeedText.Value(metadata.Title) is { Length: > 0 } title ? title : episode.Slug.Value);
        FeedXml.Write(xml, null, "link", WebAddress.Ascii(urls.Episode(episode.Slug)));
        FeedXml.Write(xml, null, "guid", FeedText.Value(episode.Guid), ("isPermaLink", "false"));
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
            ("type", FeedText.Value(enclosure.MediaType)));
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
            FeedXml.Write(xml, FeedXml.Atom, "link", null, ("rel", "related"), ("href", WebAddress.Ascii(paper.Url!)), ("title", FeedText.Value(paper.Title)));
        }
    }
}
