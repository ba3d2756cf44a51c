using System.Globalization;
using System.Xml;

namespace PaperLedge.Cli.Checking;

/// <param name="Length">Of the file, from the feed; null if it is missing.</param>
/// <param name="Texts">The transcripts and chapters of the item with this enclosure.</param>
internal sealed record FeedLinks(Uri? Artwork, Uri? Enclosure, long? Length, IReadOnlyList<TextLink> Texts)
{
    public static readonly FeedLinks None = new(null, null, null, []);

    private const string ITunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    private const string Podcast = "https://podcastindex.org/namespace/1.0";

    // No item has more formats of its transcript.
    private const int MostTexts = 10;

    // Depths of elements in the channel and in its items.
    private const int InChannel = 2, InItem = 3;

    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <param name="feed">A feed that the checker could read.</param>
    public static FeedLinks Read(ReadOnlyMemory<byte> feed)
    {
        var links = None;
        using var reader = XmlReader.Create(new MemoryStream(feed.ToArray(), writable: false), s_settings);
        var isItemRead = false;
        while ((links.Artwork is null || !isItemRead) && reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                links = links.With(reader, isItemRead);
            }

            isItemRead |= links.Enclosure is not null
                && reader is { NodeType: XmlNodeType.EndElement, Depth: InChannel, LocalName: "item" };
        }

        return links;
    }

    private FeedLinks With(XmlReader reader, bool isItemRead)
    {
        if (Enclosure is null && reader is { Depth: InChannel, LocalName: "item", NamespaceURI: "" })
        {
            return this with { Texts = [] };
        }

        if (Artwork is null && reader is { Depth: InChannel, LocalName: "image", NamespaceURI: ITunes })
        {
            return this with { Artwork = Web(reader["href"]) };
        }

        if (Enclosure is null && reader is { Depth: InItem, LocalName: "enclosure", NamespaceURI: "" })
        {
            var isNumber = long.TryParse(reader["length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length);
            return this with { Enclosure = Web(reader["url"]), Length = isNumber ? length : null };
        }

        return !isItemRead && Texts.Count < MostTexts
            && reader is { Depth: InItem, LocalName: "transcript" or "chapters", NamespaceURI: Podcast }
            && Web(reader["url"]) is { } text
            ? this with { Texts = [.. Texts, new TextLink(reader.LocalName, text, reader["type"])] }
            : this;
    }

    private static Uri? Web(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && Core.Text.WebAddress.IsWeb(address) ? address : null;
}

/// <param name="Kind">The element's name: <c>transcript</c> or <c>chapters</c>.</param>
/// <param name="Type">As the feed declares it, perhaps with parameters; null if it does not.</param>
internal sealed record TextLink(string Kind, Uri Url, string? Type);
