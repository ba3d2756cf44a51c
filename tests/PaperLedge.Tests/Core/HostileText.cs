using FsCheck;
using FsCheck.Fluent;

namespace PaperLedge.Tests.Core;

/// <summary>
/// Text as it comes from outside at its worst: markup, escapes, control characters, halves of characters, scripts of all kinds.
/// </summary>
public sealed record HostileText(string Value)
{
    private static readonly string[] s_pieces =
    [
        "", " ", "  ", "\n", "\r\n\r\n", "\t", "\u00A0", "\u0000", "\u0008", "\u001B", "\u0085", "\u2028", "\uFFFE", "\uFFFF", "\uFDD0",
        "\uD800", "\uDC00", "\uDBFF\uDFFF", "😀", "👩‍👩‍👧‍👦", "e\u0301", "שלום", "\u202Eevil", "你好世界你好世界", "naïve", "3.5", "1984",
        "-->", "00:00:01.000 --> 00:00:02.000", "WEBVTT", "NOTE x", "<v Eve>",
        "</v>", "&", "&amp;", "&#0;", "&lt", "<script>alert(1)</script>",
        "<![CDATA[", "]]>", "<!--", "?>", "\"", "'", "javascript:alert(1)",
        "[x](javascript:alert(1))", "![i](http://a/b.png)", "# H", "a.", "b,", "word",
        "pneumonoultramicroscopicsilicovolcanoconiosis-pneumonoultramicroscopicsilicovolcanoconiosis",
    ];

    public override string ToString() => string.Concat(Value.Select(c => c is > ' ' and < '\u007F' ? $"{c}" : $"\\u{(int)c:X4}"));

    public static Arbitrary<HostileText> Arbitrary() => Arb.From(
        Gen.Elements(s_pieces)
            .SelectMany(piece => Gen.Elements("", " "), (piece, gap) => piece + gap)
            .ListOf()
            .Select(pieces => new HostileText(string.Concat(pieces))));
}
