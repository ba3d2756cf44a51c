namespace PaperLedge.Core.Feed.Checking;

/// <summary>
/// Refuses tags of more attributes than the parser compares in reasonable time: it has no limit for them, and a feed
/// that is one tag of millions would keep it busy for minutes.
/// </summary>
internal static class TagGuard
{
    /// <summary>In one tag; namespaces count too, of which feeds have a dozen.</summary>
    private const int MostAttributes = 1_000;

    /// <summary>What begins like a tag and is none, with its end.</summary>
    private static readonly (byte[] Start, byte[] End)[] Others =
        [("!--"u8.ToArray(), "-->"u8.ToArray()), ("![CDATA["u8.ToArray(), "]]>"u8.ToArray()), ("?"u8.ToArray(), "?>"u8.ToArray())];

    /// <param name="feed">In an encoding in which ASCII is itself.</param>
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
        foreach (var (start, end) in Others)
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

    /// <returns>False, and nothing skipped, for a tag with too many attributes.</returns>
    private static bool TrySkipTag(ref ReadOnlySpan<byte> rest)
    {
        var after = rest;
        for (var attributes = 0; attributes <= MostAttributes; attributes++)
        {
            var at = after.IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            var close = at < 0 || after[at] == '>' ? at : after[(at + 1)..].IndexOf(after[at]);
            if (close < 0 || after[at] == '>')
            {
                // The end of the tag, or of a feed that is cut off, of which the parser tells.
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
        $"Here begins a tag with more than {MostAttributes} attributes; no app reads that.",
        "Look for a quote that is not closed."));
}
