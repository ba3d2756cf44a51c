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

    /// <summary>The texts between voice tags, each with its speaker and the language that most of it is marked as, without tags and escapes.</summary>
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

    /// <param name="languages">Those that are open, the innermost on top; those that this text opens and closes are put there and taken away.</param>
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
        WebUtility.HtmlDecode(Tag().Replace(text, "")).Split('\n').Select(line => line.Trim(' ', '\t')).Where(line => !string.IsNullOrWhiteSpace(line)));

    /// <summary>Spans, classes and times; a less-than sign that somebody forgot to escape is none.</summary>
    [GeneratedRegex("</?[A-Za-z][^<>]*>|<[0-9][0-9:.]*>|</>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"<lang(?:\.[^\s<>]*)?[ \t]+(?<tag>[^\s<>]+)[ \t]*>|</lang>")]
    private static partial Regex Language();

    /// <summary>No part of it can match in two ways: a file of half a tag and a million spaces is read in one pass.</summary>
    [GeneratedRegex(@"<v(?:\.[^\s<>]*)?[ \t]+(?<name>[^\s<>][^<>]*)>")]
    private static partial Regex Voice();
}
