using System.Diagnostics;
using FsCheck.Xunit;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Tests.Core.FeedChecks;

/// <summary>Any bytes are checked, in a time and a memory that can be told beforehand.</summary>
public sealed class FeedCheckerSafetyTests
{
    [Theory]
    [InlineData("<a>")]
    [InlineData("<a/>")]
    [InlineData("<item><a>")]
    public void Elements_without_end_are_refused(string piece)
    {
        var feed = "<rss version=\"2.0\"><channel>" + string.Concat(Enumerable.Repeat(piece, 100_000));

        Assert.Contains(FeedChecker.Check(ValidFeed.Bytes(feed)), finding => finding.Rule == "nesting");
    }

    [Theory]
    [InlineData(" a{0}='>'", "attributes")]
    [InlineData(" a{0}=\"<!--\"", "attributes")]
    [InlineData("><!-- a='{0}' --><![CDATA[ b='{0}' ]]></rss><rss", "xml")]
    public void A_tag_of_more_attributes_than_anyone_writes_is_refused(string piece, string rule)
    {
        var pieces = Enumerable.Range(0, 5_000).Select(number => piece.Replace("{0}", $"{number}", StringComparison.Ordinal));

        Assert.Contains(
            FeedChecker.Check(ValidFeed.Bytes($"<rss version=\"2.0\"{string.Concat(pieces)}/>")), finding => finding.Rule == rule);
    }

    [Fact]
    public void Items_without_number_are_refused()
    {
        var feed = "<rss version=\"2.0\"><channel>" + string.Concat(Enumerable.Repeat("<item/>", 100_001)) + "</channel></rss>";

        Assert.Contains(FeedChecker.Check(ValidFeed.Bytes(feed)), finding => finding.Rule == "size");
    }

    [Fact]
    public void Too_large_a_feed_is_refused_unread() =>
        Assert.Equal("size", Assert.Single(FeedChecker.Check(new byte[FeedChecker.LargestFeed + 1])).Rule);

    [Fact]
    public void Ten_thousand_items_are_checked_within_a_minute()
    {
        var start = ValidFeed.Xml.IndexOf("<item>", StringComparison.Ordinal);
        var end = ValidFeed.Xml.IndexOf("</item>", StringComparison.Ordinal) + "</item>".Length;
        var item = ValidFeed.Xml[start..end].Replace(
            "</description>", $"</description><content:encoded>{new string('x', 1_000)}</content:encoded>", StringComparison.Ordinal);
        var items = Enumerable.Range(0, 10_000).Select(number => item
            .Replace("one", $"{number}", StringComparison.Ordinal)
            .Replace("1.mp3", $"{number}.mp3", StringComparison.Ordinal));
        var feed = ValidFeed.Bytes(ValidFeed.Xml[..start] + string.Concat(items) + ValidFeed.Xml[end..]);
        var time = Stopwatch.StartNew();

        Assert.Empty(FeedChecker.Check(feed));

        // About one second where nothing else runs; the limit is for a machine that tests beside.
        Assert.True(time.Elapsed < TimeSpan.FromMinutes(1), $"{feed.Length >> 20} MiB took {time.Elapsed}.");
    }

    [Property(MaxTest = 300)]
    public void Any_bytes_are_checked(byte[] bytes) => AssertSound(FeedChecker.Check(bytes));

    /// <summary>Whatever happens to a good feed's bytes: some are replaced, removed or doubled.</summary>
    [Property(MaxTest = 300)]
    public void Any_damage_to_a_feed_is_survived((ushort At, byte Length, byte[] Bytes)[] damages)
    {
        var feed = ValidFeed.Bytes(ValidFeed.Xml).ToList();
        foreach (var (at, length, bytes) in damages)
        {
            var start = at % feed.Count;
            feed.RemoveRange(start, Math.Min(length % 8, feed.Count - start - 1));
            feed.InsertRange(start, bytes);
        }

        AssertSound(FeedChecker.Check(feed.ToArray()));
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(HostileText)])]
    public void Any_value_is_survived_and_quoted_in_one_line(HostileText text, ushort which)
    {
        var values = ValidFeed.Xml.Split('"', '>');
        var value = values[which % values.Length];
        var safe = System.Security.SecurityElement.Escape(new string([.. text.Value.Where(System.Xml.XmlConvert.IsXmlChar)]));
        var feed = value.Length == 0 ? ValidFeed.Xml : ValidFeed.Xml.Replace(value, safe, StringComparison.Ordinal);

        AssertSound(FeedChecker.Check(ValidFeed.Bytes(feed)));
    }

    private static void AssertSound(IReadOnlyList<FeedFinding> findings)
    {
        Assert.InRange(findings.Count, 0, Findings.Most + 1);
        Assert.All(findings, finding =>
        {
            Assert.False(string.IsNullOrWhiteSpace(finding.Problem) || string.IsNullOrWhiteSpace(finding.Remedy));
            Assert.InRange(finding.Problem.Length, 1, 500);
            Assert.DoesNotContain('\n', finding.Problem + finding.Where + finding.Remedy);
        });
    }
}
