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

    /// <summary>The texts between voice tags, each with its speaker, without tags and escapes; those without text are left out.</summary>
    public static IEnumerable<(string? Speaker, string Text)> Voices(string text)
    {
        var (speaker, from) = ((string?)null, 0);
        foreach (Match voice in Voice().Matches(text))
        {
            if (Plain(text[from..voice.Index]) is { Length: > 0 } said)
            {
                yield return (speaker, said);
            }

            speaker = WebUtility.HtmlDecode(voice.Groups["name"].Value.Trim());
            from = voice.Index + voice.Length;
        }

        if (Plain(text[from..]) is { Length: > 0 } rest)
        {
            yield return (speaker, rest);
        }
    }

    private static string Plain(string text) => string.Join(
        '\n',
        WebUtility.HtmlDecode(Tag().Replace(text, "")).Split('\n').Select(line => line.Trim(' ', '\t')).Where(line => !string.IsNullOrWhiteSpace(line)));

    /// <summary>Spans, classes and times; a less-than sign that somebody forgot to escape is none.</summary>
    [GeneratedRegex("</?[A-Za-z][^<>]*>|<[0-9][0-9:.]*>|</>")]
    private static partial Regex Tag();

    /// <summary>No part of it can match in two ways: a file of half a tag and a million spaces is read in one pass.</summary>
    [GeneratedRegex(@"<v(?:\.[^\s<>]*)?[ \t]+(?<name>[^\s<>][^<>]*)>")]
    private static partial Regex Voice();
}
