using System.Globalization;
using System.Text;
using ICU4N;
using ICU4N.Globalization;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Cues;

/// <summary>Width of text in columns: one for a UTF-16 unit, and more for a full-width character.</summary>
internal readonly record struct CueWidth(int Narrow, int Wide)
{
    // Guides for Chinese, Japanese and Korean captions agree on about this many full-width characters for a line.
    private const int WideInLine = 16;

    public static CueWidth operator +(CueWidth one, CueWidth other) => new(one.Narrow + other.Narrow, one.Wide + other.Wide);

    public static CueWidth operator -(CueWidth one, CueWidth other) => new(one.Narrow - other.Narrow, one.Wide - other.Wide);

    public static CueWidth Of(ReadOnlySpan<char> text)
    {
        var (narrow, wide) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWide(rune))
            {
                wide++;
            }
            else
            {
                narrow += rune.Utf16SequenceLength;
            }
        }

        return new CueWidth(narrow, wide);
    }

    public static int Columns(string text, CueShape shape) => Of(text).Columns(shape);

    public int Columns(CueShape shape) => Narrow + (((Wide * shape.LineLength) + WideInLine - 1) / WideInLine);

    /// <returns>UTF-16 units of the longest prefix that fits a line and splits no visible character; at least one character.</returns>
    public static int Fit(string text, CueShape shape)
    {
        var (end, width) = (0, default(CueWidth));
        while (end < text.Length)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            width += Of(text.AsSpan(end, next - end));
            if (width.Columns(shape) > shape.LineLength)
            {
                break;
            }

            end = next;
        }

        return end > 0 ? end : PlainText.WholeCharacters(text, shape.LineLength);
    }

    private static bool IsWide(Rune rune) =>
        rune.Value >= 0x1100
        && UChar.GetIntPropertyValue(rune.Value, UProperty.East_Asian_Width) is EastAsianWidth.Wide or EastAsianWidth.FullWidth;
}
