using System.Net;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Transcripts.Srt;

/// <summary>What tools write into SRT text though the format knows no marks: HTML's, and those of Advanced SubStation.</summary>
internal static partial class SrtText
{
    /// <returns>Lines of plain text; empty if nothing is left.</returns>
    public static string Plain(IEnumerable<string> lines) => string.Join(
        '\n',
        WebUtility.HtmlDecode(Mark().Replace(Break().Replace(string.Join('\n', lines), "\n"), ""))
            .Split('\n')
            .Select(line => line.Trim(' ', '\t'))
            .Where(line => !string.IsNullOrWhiteSpace(line)));

    [GeneratedRegex(@"<br\s*/?>|\\N", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    /// <summary>A mark ends on its line: a word that is cut at <c>&lt;s</c> does not begin one.</summary>
    [GeneratedRegex(@"</?(?:b|i|u|s|em|strong|font|span)(?:[ \t][^<>\n]*)?>|\{\\[^{}]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();
}
