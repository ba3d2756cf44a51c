using System.Net;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Transcripts.Vtt;

/// <summary>The escapes and tags of WebVTT cue text (https://www.w3.org/TR/webvtt1/#webvtt-cue-text-span).</summary>
internal static partial class VttText
{
    /// <summary>Every <c>&gt;</c> is escaped as well, so that no text can hold an arrow.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Unescape(string text) => WebUtility.HtmlDecode(Tag().Replace(text, ""));

    /// <summary>The name in the first voice tag, or null.</summary>
    public static string? Speaker(string text) =>
        Voice().Match(text) is { Success: true } voice ? WebUtility.HtmlDecode(voice.Groups["name"].Value.Trim()) : null;

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"<v(?:\.[^\s>]*)?[ \t]+(?<name>[^>]+)>")]
    private static partial Regex Voice();
}
