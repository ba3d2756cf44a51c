using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

/// <summary>Describes an episode's player for embedding in other sites (https://oembed.com, type <c>rich</c>).</summary>
public static class OEmbed
{
    // CSS pixels: the title on two lines, the player and its links.
    private const int Height = 220;

    private const int Width = 640;

    /// <param name="maxWidth">The space on the other site, in CSS pixels; null for no limit.</param>
    /// <param name="maxHeight">As <paramref name="maxWidth"/>.</param>
    public static JsonObject Of(ShowSettings show, PublicUrls urls, PublishedEpisode episode, int? maxWidth, int? maxHeight)
    {
        var (width, height) = (Math.Min(Width, maxWidth ?? Width), Math.Min(Height, maxHeight ?? Height));
        var title = PlainText.OneLine(episode.Metadata.Title);
        var address = HtmlEncoder.Default.Encode(WebAddress.Ascii(urls.Embed(episode.Slug)));
        var frame = string.Create(
            CultureInfo.InvariantCulture,
            $"<iframe src=\"{address}\" width=\"{width}\" height=\"{height}\" title=\"{HtmlEncoder.Default.Encode(title)}\"></iframe>");
        return new JsonObject
        {
            ["version"] = "1.0",
            ["type"] = "rich",
            ["title"] = title,
            ["provider_name"] = PlainText.OneLine(show.Title),
            ["provider_url"] = WebAddress.Ascii(urls.Show),
            ["html"] = frame,
            ["width"] = width,
            ["height"] = height,
        };
    }
}
