using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>Feeds are UTF-8: many apps look neither at a byte order mark nor at the declaration.</summary>
internal static partial class FeedEncoding
{
    private const string Remedy = """Save the feed as UTF-8 and begin it with <?xml version="1.0" encoding="UTF-8"?>.""";

    /// <summary>Bytes; the first, a &lt;, has zeros beside it in wide encodings.</summary>
    private const int WidestCharacter = 4;

    /// <summary>Bytes within which the declaration stands, if there is one.</summary>
    private const int DeclarationLength = 200;

    /// <exception cref="FeedRefusal">The bytes are no text in which ASCII is itself.</exception>
    public static void Check(ReadOnlySpan<byte> feed, Findings findings)
    {
        if (feed.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || feed.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || feed[..Math.Min(feed.Length, WidestCharacter)].Contains((byte)0))
        {
            throw new FeedRefusal(Finding(null, "The feed is UTF-16 or UTF-32, which apps cannot read, and nothing more of it was checked."));
        }

        var declared = Declaration().Match(Encoding.Latin1.GetString(feed[..Math.Min(feed.Length, DeclarationLength)])).Groups["name"].Value;
        if (declared.Length > 0 && declared.ToUpperInvariant() is not ("UTF-8" or "UTF8" or "US-ASCII"))
        {
            findings.Add(Finding(1, $"The feed says that it is {declared}."));
            return;
        }

        if (!Utf8.IsValid(feed))
        {
            throw new FeedRefusal(Finding(LineOfFirstBadByte(feed), "Here are bytes that are no UTF-8, such as a letter saved in Windows-1252."));
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
