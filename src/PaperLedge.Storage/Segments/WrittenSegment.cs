using Azure;

namespace PaperLedge.Storage.Segments;

/// <summary>A row of a revision, by its key and version: what a sweep looks at.</summary>
public sealed record WrittenSegment(string RowKey, ETag ETag)
{
    public bool IsOfAttempt(int chunk, int attempt) => RowKey.StartsWith(SegmentKeys.Prefix(chunk, attempt), StringComparison.Ordinal);

    public bool IsOfCorrection(string tag) => RowKey.StartsWith(SegmentKeys.Correction(tag), StringComparison.Ordinal);
}
