using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

public static class PaperCredit
{
    /// <returns>A credit that fits any description: long titles and names are cut, a long address is left out.</returns>
    public static string ToText(Paper paper)
    {
        var credit = paper.Title is { } title
            ? $"The paper: “{FeedText.Value(title)}”{Spaced(FeedText.Value(By(paper)))}."
            : $"The paper is {FeedText.Value(By(paper))}.";
        var address = WebAddress.IsWeb(paper.Url) ? WebAddress.Ascii(paper.Url!) : "";
        return address.Length is > 0 and <= FeedText.LongestValue ? $"{credit} {address}" : credit;
    }

    public static string ToHtml(Paper paper)
    {
        if (paper.Title is null)
        {
            return $"<p>The paper is {Escape(By(paper))}.</p>";
        }

        var title = Escape(PlainText.OneLine(paper.Title));
        var linked = WebAddress.IsWeb(paper.Url) ? $"""<a href="{Escape(WebAddress.Ascii(paper.Url!))}">{title}</a>""" : title;
        return $"<p>The paper: <cite>{linked}</cite>{Spaced(Escape(By(paper)))}.</p>";
    }

    /// <returns>Such as <c>A, B and C</c>; empty if none is named.</returns>
    public static string Authors(Paper paper)
    {
        var names = paper.Authors.Select(PlainText.OneLine).Where(name => name.Length > 0).ToList();
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    private static string By(Paper paper) => Authors(paper) is { Length: > 0 } authors ? $"by {authors}" : "";

    private static string Spaced(string words) => words.Length == 0 ? "" : $" {words}";

    // Named entities only: podcastparser, which gPodder reads feeds with, drops characters that are written as numbers.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
