using System.Net;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Vtt;

/// <summary>The escapes and tags of WebVTT cue text (https://www.w3.org/TR/webvtt1/#webvtt-cue-text-span).</summary>
internal static partial class VttText
{
    // Escapes every > as well, so that no text contains an arrow.
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Returns the texts between voice tags, without tags and escapes.</summary>
    /// <returns>Each text with its speaker and the language of most of it.</returns>
    public static IEnumerable<(string? Speaker, string? Language, string Text)> Voices(string text)
    {
        var (speaker, from) = ((string?)null, 0);
        var languages = new Stack<string?>([null]);
        foreach (Match voice in Voice().Matches(text))
        {
            if (Said(text[from..voice.Index], languages) is { Text.Length: > 0 } said)
            {
                yield return (speaker, said.Language, said.Text);
            }

            speaker = WebUtility.HtmlDecode(voice.Groups["name"].Value.Trim());
            from = voice.Index + voice.Length;
        }

        if (Said(text[from..], languages) is { Text.Length: > 0 } rest)
        {
            yield return (speaker, rest.Language, rest.Text);
        }
    }

    // languages are the open ones, the innermost on top; the tags in this text push and pop them.
    private static (string? Language, string Text) Said(string text, Stack<string?> languages)
    {
        var lengths = new List<(string? Language, int Length)>();
        var from = 0;
        foreach (Match mark in Language().Matches(text))
        {
            lengths.Add((languages.Peek(), Plain(text[from..mark.Index]).Length));
            from = mark.Index + mark.Length;
            if (mark.Groups["tag"] is { Success: true, Value: var tag })
            {
                languages.Push(LanguageTag.IsTag(tag) ? tag : null);
            }
            else if (languages.Count > 1)
            {
                languages.Pop();
            }
        }

        lengths.Add((languages.Peek(), Plain(text[from..]).Length));
        return (lengths.GroupBy(part => part.Language).MaxBy(group => group.Sum(part => part.Length))!.Key, Plain(text));
    }

    private static string Plain(string text) => string.Join(
        '\n',
        WebUtility.HtmlDecode(Tag().Replace(text, ""))
            .Split('\n')
            .Select(line => line.Trim(' ', '\t'))
            .Where(line => !string.IsNullOrWhiteSpace(line)));

    // Spans, classes and times; an unescaped less-than sign is not a tag.
    [GeneratedRegex("</?[A-Za-z][^<>]*>|<[0-9][0-9:.]*>|</>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"<lang(?:\.[^\s<>]*)?[ \t]+(?<tag>[^\s<>]+)[ \t]*>|</lang>")]
    private static partial Regex Language();

    // No part of it can match in two ways: a file of half a tag and a million spaces is read in one pass.
    [GeneratedRegex(@"<v(?:\.[^\s<>]*)?[ \t]+(?<name>[^\s<>][^<>]*)>")]
    private static partial Regex Voice();
}
