using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <remarks>
/// Each segment is an element with the id for <c>#t=</c> addresses; each word is one with its time (<c>data-t</c>, in seconds)
/// for the script. There are thousands of words, so attributes are few and short.
/// </remarks>
internal static class SpokenText
{
    // Below this, about every second word is wrong, which readers should know.
    private const double Doubtful = 0.5;

    // Longer than any breath or the pause between paragraphs. Readers see a note; without it only listeners would notice.
    private static readonly TimeSpan s_longPause = TimeSpan.FromSeconds(5);

    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // True for words to mark with u: text with an unarticulated annotation.
    public static bool IsDoubtful(Word word) => word.Probability < Doubtful;

    public static string Markup(Paragraph paragraph)
    {
        var (markup, before) = (new StringBuilder(), "");
        foreach (var segment in paragraph.Segments)
        {
            if (markup.Length > 0 && WordBreaks.TakesSpace(before))
            {
                markup.Append(' ');
            }

            before = segment.Text;
            var seconds = ClockTime.Seconds(segment.Start);
            if (TimedWords.Of(segment) is { Count: > 0 } words)
            {
                markup.Append(CultureInfo.InvariantCulture, $"<span id=\"t={seconds}\">");
                foreach (var (word, spaced) in words)
                {
                    markup.Append(spaced ? " " : "").Append(Element(word));
                }

                markup.Append("</span>");
            }
            else
            {
                markup.Append(
                    CultureInfo.InvariantCulture,
                    $"<span id=\"t={seconds}\" data-t=\"{seconds}\">{s_encoder.Encode(segment.Text)}</span>");
            }
        }

        return markup.ToString();
    }

    /// <returns>Such as <c>[pause of 8 seconds]</c> or <c>[pause of 2 minutes]</c>; null for a short pause.</returns>
    public static string? Pause(TimeSpan from, TimeSpan to)
    {
        if (to - from < s_longPause)
        {
            return null;
        }

        var seconds = Math.Round((to - from).TotalSeconds);
        return seconds < 60 ? Told(seconds, "second") : Told(Math.Round(seconds / 60), "minute");
    }

    private static string Told(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"[pause of {count} {unit}{(count == 1 ? "" : "s")}]");

    private static string Element(Word word)
    {
        var name = IsDoubtful(word) ? "u" : "span";
        var seconds = word.Start.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
        return $"<{name} data-t=\"{seconds}\">{s_encoder.Encode(word.Text)}</{name}>";
    }
}
