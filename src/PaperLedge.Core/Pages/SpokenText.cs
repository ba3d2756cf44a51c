using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <summary>
/// A paragraph as markup: each segment is an element that <c>#t=</c> addresses lead to, and each word one with its time
/// (<c>data-t</c>, in seconds) for the script. Words are thousands, so attributes are few and short.
/// </summary>
internal static class SpokenText
{
    /// <summary>Below this, about every second word is wrong: worth a reader's doubt.</summary>
    private const double Doubtful = 0.5;

    /// <summary>Longer than any breath or paragraph's pause: readers are told, listeners wonder.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Words below a probability are <c>u</c> elements: text with a remark that is not spelt out.</summary>
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
                markup.Append(CultureInfo.InvariantCulture, $"<span id=\"t={seconds}\" data-t=\"{seconds}\">{Encoder.Encode(segment.Text)}</span>");
            }
        }

        return markup.ToString();
    }

    /// <returns>Such as <c>[pause of 8 seconds]</c> or <c>[pause of 2 minutes]</c>; null where there is no silence worth telling.</returns>
    public static string? Pause(TimeSpan from, TimeSpan to)
    {
        if (to - from < LongPause)
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
        return $"<{name} data-t=\"{seconds}\">{Encoder.Encode(word.Text)}</{name}>";
    }
}
