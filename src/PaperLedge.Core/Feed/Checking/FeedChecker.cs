using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Xml;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>
/// Whether directories and apps will take a feed and read it as it is meant: RSS 2.0, PSP-1
/// (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification), Apple's requirements and the
/// Podcasting 2.0 namespace. What lies behind its addresses is not looked at.
/// </summary>
public static class FeedChecker
{
    /// <summary>Bytes. Ten thousand episodes with long notes have half of it; apps give up far earlier.</summary>
    public const int LargestFeed = 64 * 1024 * 1024;

    /// <summary>Rules beyond whose findings a feed is not read: it is not XML, or more than a reader without limits could bear.</summary>
    public static IReadOnlySet<string> EndingRules { get; } =
        new[] { "attributes", "dtd", "encoding", "nesting", "size", "xml" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <param name="feed">Any bytes at all.</param>
    /// <returns>
    /// Errors first; none for a feed that is as it should be. At most some two hundred, of which the last, if need be,
    /// says how many more there are.
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
                $"The feed has {feed.Length >> 20} MiB, more than the {LargestFeed >> 20} MiB that are read.",
                "Shorten the show notes, or leave old episodes to archive pages (RFC 5005)."));
        }

        FeedEncoding.Check(feed.Span, findings);
        TagGuard.Check(feed.Span);
        using var stream = Stream(feed);
        using var reader = XmlReader.Create(stream, Settings);
        reader.MoveToContent();
        new FeedWalk(new FeedTree(reader, new Namespaces(findings)), findings).Run();
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> feed) => MemoryMarshal.TryGetArray(feed, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(feed.ToArray(), writable: false);
}
