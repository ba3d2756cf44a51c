using System.Globalization;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.FeedChecks;

/// <summary>The part of the feed that is being checked; rules report their findings to it.</summary>
internal sealed class Scope(Findings findings, string where, int line)
{
    // Characters of a value that a message quotes.
    private const int LongestQuote = 60;

    private const int LongestSentence = 250;

    public static Scope Feed(Findings findings) => new(findings, "feed", 1);

    public static Scope Channel(Findings findings, int line) => new(findings, "channel", line);

    /// <param name="number">From 1, in the feed's order.</param>
    public static Scope Item(Findings findings, FeedElement item, int number)
    {
        var title = Shorten(item.Find(null, "title")?.Value ?? "");
        var name = string.Create(CultureInfo.InvariantCulture, $"item {number}");
        return new(findings, title.Length == 0 ? name : $"{name} “{title}”", item.Line);
    }

    /// <param name="at">The element with the error; null for the whole part.</param>
    public void Error(string rule, FeedElement? at, string problem, string remedy) => Add(FindingLevel.Error, rule, at, problem, remedy);

    /// <inheritdoc cref="Error"/>
    public void Warning(string rule, FeedElement? at, string problem, string remedy) =>
        Add(FindingLevel.Warning, rule, at, problem, remedy);

    public void Add(FindingLevel level, string rule, FeedElement? at, string problem, string remedy) =>
        findings.Add(new(level, rule, at?.Line ?? line, where, problem, remedy));

    // Quotes a value in a message: always one line of limited length.
    public static string Quote(string value) => $"'{Shorten(value)}'";

    // Makes a sentence that contains text of the feed one line of limited length.
    public static string Plain(string sentence) => PlainText.Shorten(PlainText.OneLine(sentence), LongestSentence);

    // Only the start is read: a value may be megabytes long.
    private static string Shorten(string value) =>
        PlainText.Shorten(PlainText.OneLine(value.Length > 4 * LongestQuote ? value[..(4 * LongestQuote)] : value), LongestQuote);
}
