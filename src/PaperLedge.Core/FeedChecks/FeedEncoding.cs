using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Xml;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Checks that a feed is UTF-8: many apps ignore both a byte order mark and the declaration.</summary>
internal static partial class FeedEncoding
{
    private const string Remedy = """Save the feed as UTF-8 and begin it with <?xml version="1.0" encoding="UTF-8"?>.""";

    // Bytes. In wide encodings the first character, a <, has zeros beside it.
    private const int WidestCharacter = 4;

    // Bytes within which a declaration ends.
    private const int DeclarationLength = 200;

    /// <exception cref="FeedRefusal">The encoding does not contain ASCII unchanged.</exception>
    public static void Check(ReadOnlySpan<byte> feed, Findings findings)
    {
        if (feed.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || feed.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || feed[..Math.Min(feed.Length, WidestCharacter)].Contains((byte)0))
        {
            throw new FeedRefusal(Finding(
                null, "The feed is UTF-16 or UTF-32, which apps cannot read; the rest was not checked."));
        }

        var start = Encoding.Latin1.GetString(feed[..Math.Min(feed.Length, DeclarationLength)]);
        var declared = Declaration().Match(start).Groups["name"].Value;
        if (declared.Length > 0 && declared.ToUpperInvariant() is not ("UTF-8" or "UTF8" or "US-ASCII"))
        {
            findings.Add(Finding(1, $"The feed declares the encoding {declared}."));
            return;
        }

        if (!Utf8.IsValid(feed))
        {
            throw new FeedRefusal(Finding(
                LineOfFirstBadByte(feed), "This line contains bytes that are not UTF-8, such as a letter saved in Windows-1252."));
        }
    }

    private static FeedFinding Finding(int? line, string problem) => new(FindingLevel.Error, "encoding", line, "feed", problem, Remedy);

    private static int LineOfFirstBadByte(ReadOnlySpan<byte> feed)
    {
        var rest = feed;
        while (Rune.DecodeFromUtf8(rest, out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            rest = rest[length..];
        }

        return feed[..^rest.Length].Count((byte)'\n') + 1;
    }

    [GeneratedRegex("""\A(\u00EF\u00BB\u00BF)?<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[A-Za-z0-9._-]+)["']""")]
    private static partial Regex Declaration();
}

/// <summary>Explains why a feed is not XML, to people who write feeds rather than parsers.</summary>
internal static class XmlProblem
{
    private const string Ampersand = "Write every & in a text or an address as &amp;.";

    // Words in the parser's message, each with its remedy. The framework's messages are always English.
    private static readonly (string Words, string Remedy)[] s_remedies =
    [
        ("DTD is prohibited", "Remove <!DOCTYPE …>: feeds have none, and apps refuse it because it can make them read other files."),
        ("parsing EntityName", Ampersand),
        ("expected token is ';'", Ampersand),
        ("undeclared entity", "Write the character itself (é, not &eacute;): XML knows only &amp; &lt; &gt; &quot; and &apos;."),
        ("'itunes' is an undeclared prefix", $"Add xmlns:itunes=\"{FeedXml.ITunes}\" to <rss>."),
        ("'podcast' is an undeclared prefix", $"Add xmlns:podcast=\"{FeedXml.Podcast}\" to <rss>."),
        ("'atom' is an undeclared prefix", $"Add xmlns:atom=\"{FeedXml.Atom}\" to <rss>."),
        ("'content' is an undeclared prefix", $"Add xmlns:content=\"{FeedXml.Content}\" to <rss>."),
        ("undeclared prefix", "Declare the prefix's namespace in <rss>, or remove the element."),
        ("XML declaration must be the first node", "Remove everything before <?xml, often an empty line."),
        (
            "does not match the end tag",
            "Close elements in the order in which they were opened; write HTML in a text as &lt;p&gt; or put it into <![CDATA[ ]]>."),
        ("is an invalid character", "Remove the character: control characters are not allowed, not even as &#…;."),
        ("is a duplicate attribute name", "Name each attribute once."),
        ("Name cannot begin with", "Write every < in a text as &lt;, or put the text into <![CDATA[ ]]>."),
        ("multiple root elements", "Remove everything after </rss>."),
        ("expected token is '\"'", "Put the attribute's value in quotes."),
        ("cannot be included in a name", "Write every < in a text as &lt;, or put the text into <![CDATA[ ]]>."),
        ("Root element is missing", "Check that this is the feed and that it is not empty."),
        ("end of file", "Check that the feed is complete: it ends before all its elements are closed."),
        (
            "Data at the root level is invalid",
            "Check that this is the feed, not a page or a message; nothing may come before <?xml or after </rss>."),
    ];

    public static FeedFinding Explain(XmlException exception)
    {
        var isDtd = exception.Message.Contains("DTD", StringComparison.Ordinal);
        var remedy = Array.Find(s_remedies, known => exception.Message.Contains(known.Words, StringComparison.OrdinalIgnoreCase)).Remedy
            ?? "Correct the feed there, or write it with an XML library, which avoids such mistakes.";
        var place = exception.LineNumber > 0
            ? string.Create(CultureInfo.InvariantCulture, $"in line {exception.LineNumber}, column {exception.LinePosition}")
            : "at its start";
        var problem = isDtd ? $"The feed has a document type {place}."
            : remedy == Ampersand ? $"The feed has a bare & {place}, so it is not well-formed XML: {Words(exception)}"
            : $"The feed is not well-formed XML {place}: {Words(exception)}";
        int? line = exception.LineNumber > 0 ? exception.LineNumber : null;
        return new(FindingLevel.Error, isDtd ? "dtd" : "xml", line, "feed", problem, remedy);
    }

    // The message without the position, which the parser puts last.
    private static string Words(XmlException exception)
    {
        var message = exception.Message;
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return Scope.Plain(place > 0 ? message[..place] : message);
    }
}
