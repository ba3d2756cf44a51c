using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Xml;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Checks that directories and apps will accept a feed and read it as intended.</summary>
/// <remarks>
/// Covers RSS 2.0, PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification), Apple's requirements
/// and the Podcasting 2.0 namespace. It does not fetch the feed's addresses.
/// </remarks>
public static class FeedChecker
{
    /// <summary>Bytes. Ten thousand episodes with long notes take half of it; apps give up far earlier.</summary>
    public const int LargestFeed = 64 * 1024 * 1024;

    /// <summary>Rules whose findings end the check: the feed is not XML, or is too large for a reader without limits.</summary>
    public static IReadOnlySet<string> EndingRules { get; } =
        new[] { "attributes", "dtd", "encoding", "nesting", "size", "xml" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <param name="feed">Any bytes at all.</param>
    /// <returns>
    /// Errors first; empty for a feed without problems. At most about two hundred; where there are more, the last says how many.
    /// </returns>
    public static IReadOnlyList<FeedFinding> Check(ReadOnlyMemory<byte> feed)
    {
        var findings = new Findings();
        try
        {
            Read(feed, findings);
        }
        catch (FeedRefusal refusal)
        {
            findings.Add(refusal.Finding);
        }
        catch (XmlException exception)
        {
            findings.Add(XmlProblem.Explain(exception));
        }

        return findings.ToList();
    }

    private static void Read(ReadOnlyMemory<byte> feed, Findings findings)
    {
        if (feed.Length > LargestFeed)
        {
            throw new FeedRefusal(new(
                FindingLevel.Error,
                "size",
                null,
                "feed",
                $"The feed has {feed.Length >> 20} MiB; at most {LargestFeed >> 20} MiB are read.",
                "Shorten the show notes, or move old episodes to archive pages (RFC 5005)."));
        }

        FeedEncoding.Check(feed.Span, findings);
        TagGuard.Check(feed.Span);
        using var stream = Stream(feed);
        using var reader = XmlReader.Create(stream, s_settings);
        reader.MoveToContent();
        new FeedWalk(new FeedTree(reader, new Namespaces(findings)), findings).Run();
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> feed) => MemoryMarshal.TryGetArray(feed, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(feed.ToArray(), writable: false);
}
