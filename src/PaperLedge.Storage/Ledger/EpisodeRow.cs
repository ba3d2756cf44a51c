using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Ledger;

/// <summary>An episode as one row, and back.</summary>
internal static class EpisodeRow
{
    public static TableEntity Write(Episode episode)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Episode(episode.Slug))
        {
            ["Slug"] = episode.Slug.Value,
            ["Guid"] = episode.Guid,
            ["FirstSeen"] = episode.FirstSeen,
            ["Status"] = episode.Status.ToString(),
            ["Problem"] = Texts.Fit(episode.Problem),
            ["Warnings"] = Texts.Join(episode.Warnings),
            ["UploadName"] = episode.Upload?.BlobName,
            ["UploadETag"] = episode.Upload?.ETag,
            ["UploadLength"] = episode.Upload?.Length,
            ["Uploaded"] = episode.Upload?.Uploaded,
            ["WantedRevision"] = episode.Wanted?.Value,
            ["SidecarETag"] = episode.SidecarETag,
            ["CaptionsETag"] = episode.CaptionsETag,
            ["PendingCorrection"] = episode.PendingCorrection,
            ["QueuedAt"] = episode.QueuedAt,
            ["Due"] = episode.Due,
            ["TranscriptTag"] = episode.TranscriptTag,
            ["Leftovers"] = episode.Leftovers.Count > 0 ? string.Join(' ', episode.Leftovers.Select(revision => revision.Value)) : null,
        };
        if (episode.Audio is { } audio)
        {
            JsonColumns.Write(row, "Audio", Fit(audio));
        }

        if (episode.Published is { } published)
        {
            PublishedColumns.Write(row, published);
        }

        return row;
    }

    public static Episode Read(TableEntity row) =>
        new(EpisodeSlug.Parse(row.GetString("Slug")), row.GetString("Guid"), row.GetDateTimeOffset("FirstSeen")!.Value)
        {
            Status = Enum.Parse<EpisodeStatus>(row.GetString("Status")),
            Problem = row.GetString("Problem"),
            Warnings = Texts.Split(row.GetString("Warnings")),
            Upload = ReadUpload(row),
            Wanted = row.GetString("WantedRevision") is { } wanted ? Revision.Parse(wanted) : null,
            Audio = JsonColumns.Read<AudioFile>(row, "Audio"),
            SidecarETag = row.GetString("SidecarETag"),
            CaptionsETag = row.GetString("CaptionsETag"),
            PendingCorrection = row.GetString("PendingCorrection"),
            QueuedAt = row.GetDateTimeOffset("QueuedAt"),
            Due = row.GetDateTimeOffset("Due"),
            Published = PublishedColumns.Read(row),
            TranscriptTag = row.GetString("TranscriptTag"),
            Leftovers = row.GetString("Leftovers") is { } leftovers ? [.. leftovers.Split(' ').Select(Revision.Parse)] : [],
        };

    private static Upload? ReadUpload(TableEntity row) =>
        row.GetString("UploadName") is { } name
            ? new Upload(name, row.GetString("UploadETag"), row.GetInt64("UploadLength")!.Value, row.GetDateTimeOffset("Uploaded")!.Value)
            : null;

    /// <summary>No more of the tags than <see cref="MetadataMerger"/> takes of them.</summary>
    private static AudioFile Fit(AudioFile audio) => audio with
    {
        Tags = audio.Tags with
        {
            Title = audio.Tags.Title is { } title ? PlainText.Shorten(title, SidecarReader.MaxLine) : null,
            Description = audio.Tags.Description is { } description ? PlainText.Shorten(description, SidecarReader.MaxShowNotes) : null,
        },
    };
}
