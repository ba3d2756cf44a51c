using System.Globalization;
using System.Xml;

namespace PaperLedge.Cli.Checking;

/// <param name="Length">Of the file, from the feed; null if it is missing.</param>
internal sealed record FeedLinks(Uri? Artwork, Uri? Enclosure, long? Length)
{
    public static readonly FeedLinks None = new(null, null, null);

    private const string ITunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";

    // Depths of elements in the channel and in its items.
    private const int InChannel = 2, InItem = 3;

    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <param name="feed">A feed that the checker could read.</param>
    public static FeedLinks Read(ReadOnlyMemory<byte> feed)
    {
        var links = None;
        using var reader = XmlReader.Create(new MemoryStream(feed.ToArray(), writable: false), s_settings);
        while ((links.Artwork is null || links.Enclosure is null) && reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                links = links.With(reader);
            }
        }

        return links;
    }

    private FeedLinks With(XmlReader reader)
    {
        if (Artwork is null && reader is { Depth: InChannel, LocalName: "image", NamespaceURI: ITunes })
        {
            return this with { Artwork = Web(reader["href"]) };
        }

        if (Enclosure is null && reader is { Depth: InItem, LocalName: "enclosure", NamespaceURI: "" })
        {
            var isNumber = long.TryParse(reader["length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length);
            return this with { Enclosure = Web(reader["url"]), Length = isNumber ? length : null };
        }

        return this;
    }

    private static Uri? Web(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && Core.Text.WebAddress.IsWeb(address) ? address : null;
}
