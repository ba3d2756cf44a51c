using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Srt;

/// <summary>Writes SubRip within the Podcasting 2.0 namespace's limits, without provenance, since it has no comments.</summary>
public static class SrtWriter
{
    public static string Write(Transcript transcript)
    {
        var srt = new StringBuilder();
        var number = 0;
        foreach (var cue in CueShaper.Shape(Timeline.Of(transcript), CueShape.Srt, transcript.Language, transcript.Duration))
        {
            srt.Append((++number).ToString(CultureInfo.InvariantCulture)).Append('\n')
                .Append(ClockTime.Cue(cue.Start, ',')).Append(" --> ").Append(ClockTime.Cue(cue.End, ',')).Append('\n')
                .Append(Escape(cue.Text)).Append("\n\n");
        }

        return srt.ToString();
    }

    // The format has no escapes; an arrow in the text would be read as a timing.
    private static string Escape(string text) => text.Replace("-->", "→", StringComparison.Ordinal);
}

/// <summary>Removes markup from SRT text: the format has none, but tools write HTML's and Advanced SubStation's.</summary>
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

    // A tag must end on its line: a word that is cut at <s does not begin one.
    [GeneratedRegex(@"</?(?:b|i|u|s|em|strong|font|span)(?:[ \t][^<>\n]*)?>|\{\\[^{}]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();
}
