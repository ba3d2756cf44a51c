using System.Globalization;
using System.Xml;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>Why a feed is not XML, in words for people who write feeds rather than parsers.</summary>
internal static class XmlProblem
{
    /// <summary>Words in the parser's message, each with what to do then. The framework's messages are English everywhere.</summary>
    private static readonly (string Words, string Remedy)[] Remedies =
    [
        ("DTD is prohibited", "Remove <!DOCTYPE …>: feeds have none, and apps refuse it because it can make them read other files."),
        ("parsing EntityName", "Write every & of a text or an address as &amp;."),
        ("undeclared entity", "Write the character itself (é, not &eacute;): XML knows only &amp; &lt; &gt; &quot; and &apos;."),
        ("'itunes' is an undeclared prefix", $"Add xmlns:itunes=\"{FeedXml.ITunes}\" to <rss>."),
        ("'podcast' is an undeclared prefix", $"Add xmlns:podcast=\"{FeedXml.Podcast}\" to <rss>."),
        ("'atom' is an undeclared prefix", $"Add xmlns:atom=\"{FeedXml.Atom}\" to <rss>."),
        ("'content' is an undeclared prefix", $"Add xmlns:content=\"{FeedXml.Content}\" to <rss>."),
        ("undeclared prefix", "Declare the prefix's namespace in <rss>, or remove the element."),
        ("XML declaration must be the first node", "Remove what stands before <?xml, often an empty line."),
        ("does not match the end tag", "Close elements in the order in which they were opened; write HTML in a text as &lt;p&gt; or within <![CDATA[ ]]>."),
        ("is an invalid character", "Remove the character: control characters are not allowed, not even as &#…;."),
        ("is a duplicate attribute name", "Name each attribute once."),
        ("Name cannot begin with", "Write every < of a text as &lt;, or put the text within <![CDATA[ ]]>."),
        ("multiple root elements", "Remove what stands after </rss>."),
        ("expected token is '\"'", "Put the attribute's value in quotes."),
        ("cannot be included in a name", "Write every < of a text as &lt;, or put the text within <![CDATA[ ]]>."),
        ("Root element is missing", "Check that this is the feed and that it is not empty."),
        ("end of file", "Check that the feed is whole: it ends before all its elements are closed."),
        ("Data at the root level is invalid", "Check that this is the feed, not a page or a message; nothing may stand before <?xml or after </rss>."),
    ];

    public static FeedFinding Explain(XmlException exception)
    {
        var isDtd = exception.Message.Contains("DTD", StringComparison.Ordinal);
        var remedy = Array.Find(Remedies, known => exception.Message.Contains(known.Words, StringComparison.OrdinalIgnoreCase)).Remedy
            ?? "Correct the feed there; a program that writes XML for you does not make such mistakes.";
        var place = exception.LineNumber > 0
            ? string.Create(CultureInfo.InvariantCulture, $"in line {exception.LineNumber}, column {exception.LinePosition}")
            : "at its start";
        var problem = isDtd ? $"The feed has a document type {place}." : $"The feed is no well-formed XML {place}: {Words(exception)}";
        return new(FindingLevel.Error, isDtd ? "dtd" : "xml", exception.LineNumber > 0 ? exception.LineNumber : null, "feed", problem, remedy);
    }

    /// <summary>Without the place, which the parser puts last.</summary>
    private static string Words(XmlException exception)
    {
        var message = exception.Message;
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return Scope.Plain(place > 0 ? message[..place] : message);
    }
}
