namespace PaperLedge.Core.FeedChecks;

/// <summary>Refuses tags with more attributes than the parser compares in reasonable time.</summary>
/// <remarks>The parser has no limit for them; a single tag with millions would keep it busy for minutes.</remarks>
internal static class TagGuard
{
    // Per tag. Namespace declarations are included; feeds have a dozen.
    private const int MostAttributes = 1_000;

    // Constructs that start like a tag but are not one, each with its end.
    private static readonly (byte[] Start, byte[] End)[] s_others =
        [("!--"u8.ToArray(), "-->"u8.ToArray()), ("![CDATA["u8.ToArray(), "]]>"u8.ToArray()), ("?"u8.ToArray(), "?>"u8.ToArray())];

    /// <param name="feed">In an encoding that contains ASCII unchanged.</param>
    /// <exception cref="FeedRefusal">There is such a tag.</exception>
    public static void Check(ReadOnlySpan<byte> feed)
    {
        var rest = feed;
        while (rest.IndexOf((byte)'<') is var at and >= 0)
        {
            rest = rest[(at + 1)..];
            if (!TrySkipOther(ref rest) && !TrySkipTag(ref rest))
            {
                throw Refusal(feed[..^rest.Length].Count((byte)'\n') + 1);
            }
        }
    }

    private static bool TrySkipOther(ref ReadOnlySpan<byte> rest)
    {
        foreach (var (start, end) in s_others)
        {
            if (rest.StartsWith(start))
            {
                var length = rest.IndexOf(end);
                rest = length < 0 ? default : rest[length..];
                return true;
            }
        }

        return false;
    }

    // Returns false, and skips nothing, for a tag with too many attributes.
    private static bool TrySkipTag(ref ReadOnlySpan<byte> rest)
    {
        var after = rest;
        for (var attributes = 0; attributes <= MostAttributes; attributes++)
        {
            var at = after.IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            var close = at < 0 || after[at] == '>' ? at : after[(at + 1)..].IndexOf(after[at]);
            if (close < 0 || after[at] == '>')
            {
                // The end of the tag, or of a truncated feed, which the parser reports.
                rest = close < 0 ? default : after[at..];
                return true;
            }

            after = after[(at + close + 2)..];
        }

        return false;
    }

    private static FeedRefusal Refusal(int line) => new(new(
        FindingLevel.Error,
        "attributes",
        line,
        "feed",
        $"A tag on this line has more than {MostAttributes} attributes, which no app reads.",
        "Look for a quote that is not closed."));
}
