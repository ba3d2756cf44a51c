using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using PaperLedge.Storage;

namespace PaperLedge.TestSupport;

/// <summary>All that storage and feed say of one episode, without what differs between any two runs: times, versions, attempts.</summary>
/// <remarks>Where the sidecar has no date, the time of the first upload is the episode's, and stands here as a word.</remarks>
internal static partial class StoredEpisode
{
    private static readonly string[] s_tables =
        [StorageNames.LedgerTable, StorageNames.UploadsTable, StorageNames.SegmentsTable, StorageNames.PiecesTable];

    /// <summary>Dates, versions and counters of attempts; the speed of a run decides them, not its outcome.</summary>
    private static readonly string[] s_volatile =
    [
        "odata.etag", "Timestamp", "FirstSeen", "QueuedAt", "Uploaded", "Updated", "PublishedUpdated", "LeaseUntil", "Started", "LastSeen",
        "Finished", "Attempt", "Begun", "HostsLost", "Host", "UploadETag",
        "SidecarETag", "CaptionsETag", "CorrectionDate", "TranscriptTag", "Guid",
    ];

    /// <param name="feedItem">The episode's item in the feed; null if there is none.</param>
    public static async Task<string> DescribeAsync(TableServiceClient tables, BlobServiceClient blobs, string slug, object? feedItem)
    {
        var lines = new List<string>();
        var episode = (await tables.GetTableClient(StorageNames.LedgerTable).GetEntityAsync<TableEntity>("show", $"episode-{slug}")).Value;
        var firstSeen = episode.GetDateTimeOffset("FirstSeen")!.Value;
        foreach (var table in s_tables)
        {
            await foreach (var row in tables.GetTableClient(table).QueryAsync<TableEntity>())
            {
                if (Belongs(row, slug))
                {
                    lines.Add(
                        $"{table}: " +
                        $"{string.Join("; ", row.Where(IsStable).OrderBy(property => property.Key, StringComparer.Ordinal).Select(Text))}");
                }
            }
        }

        await foreach (var blob in blobs.GetBlobContainerClient(StorageNames.MediaContainer).GetBlobsAsync(
            default, default, $"{slug}/", default))
        {
            lines.Add($"media: {blob.Name} {blob.Properties.ContentLength} {blob.Properties.ContentType}");
        }

        // Only those that the episode points to: a title that was out for a moment leaves a rendering of its own.
        var prefix = $"{slug}/{episode.GetString("PublishedRevision")}-{episode.GetString("TranscriptTag")}";
        await foreach (var blob in blobs.GetBlobContainerClient(StorageNames.TranscriptsContainer).GetBlobsAsync(
            default, default, prefix, default))
        {
            lines.Add($"transcript: {blob.Name}");
        }

        lines.Add($"feed: {feedItem}");
        // Sorted by what is compared, not by the hashes that differ.
        return string.Join('\n', lines.Select(line => Normalise(line, slug, firstSeen)).Order(StringComparer.Ordinal));
    }

    /// <summary>The lines of two descriptions that the other one does not have.</summary>
    public static string Difference(string expected, string actual)
    {
        var (old, now) = (expected.Split('\n'), actual.Split('\n'));
        return $"missing:\n{Surplus(old, now)}\nsurplus:\n{Surplus(now, old)}";

        // A line may stand there several times, such as a transcript of two revisions.
        static string Surplus(string[] lines, string[] others) => string.Join(
            '\n',
            lines.CountBy(line => line)
                .Where(line => line.Value > others.Count(other => other == line.Key))
                .Select(line => $"{line.Value} × {line.Key}"));
    }

    private static bool Belongs(TableEntity row, string slug) =>
        row.PartitionKey.StartsWith($"{slug}-", StringComparison.Ordinal)
        || row.RowKey == $"episode-{slug}"
        || row.RowKey.EndsWith($"-{slug}", StringComparison.Ordinal)
        || row.GetString("Slug") == slug
        || row.GetString("Name")?.StartsWith($"{slug}.", StringComparison.Ordinal) == true;

    private static bool IsStable(KeyValuePair<string, object> property) =>
        !s_volatile.Contains(property.Key) && property.Value is not null;

    private static string Text(KeyValuePair<string, object> property) =>
        $"{property.Key}={Convert.ToString(property.Value, CultureInfo.InvariantCulture)}";

    private static string Normalise(string text, string slug, DateTimeOffset firstSeen)
    {
        string[] written =
        [
            Convert.ToString((object)firstSeen, CultureInfo.InvariantCulture)!,
            firstSeen.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture),
            (DateTimeOffset.MaxValue.UtcTicks - firstSeen.UtcTicks).ToString("D19", CultureInfo.InvariantCulture),
        ];
        text = written.Aggregate(text, (now, time) => now.Replace(time, "FIRST-SEEN", StringComparison.Ordinal));
        text = text.Replace(slug, "SLUG", StringComparison.Ordinal).Replace(TitleOf(slug), "TITLE", StringComparison.Ordinal);
        text = Revision().Replace(text, "REVISION");
        text = SegmentKey().Replace(text, "RowKey=$1-ATTEMPT-$2");
        text = HashKey().Replace(text, "RowKey=$1HASH");
        text = NameInKey().Replace(text, "$1NAME-SLUG");
        text = Guid().Replace(text, "GUID");
        return Port().Replace(text, "localhost");
    }

    /// <summary>What an episode is called that nobody gave a title.</summary>
    public static string TitleOf(string slug) => char.ToUpperInvariant(slug[0]) + slug[1..].Replace('-', ' ');

    [GeneratedRegex(@"\b[0-9a-f]{16}\b")]
    private static partial Regex Revision();

    [GeneratedRegex(@"RowKey=(\d{4})-\d{4}-(\d{6})")]
    private static partial Regex SegmentKey();

    [GeneratedRegex(@"RowKey=(guid-)?[0-9a-f]{64}")]
    private static partial Regex HashKey();

    // The place of an episode in the newest-first list has its name backwards, after its season and number.
    [GeneratedRegex(@"(RowKey=newest-[^-]+(?:-SEEN)?-\d{20})[A-Za-z0-9]+-SLUG")]
    private static partial Regex NameInKey();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"localhost:\d+")]
    private static partial Regex Port();
}
