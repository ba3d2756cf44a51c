using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Ledger;

internal static class EpisodeRow
{
    // Names as they are stored: after a change of a name, existing rows would lose their values.
    private const string FirstSeen = "FirstSeen", Status = "Status", Problem = "Problem", Warnings = "Warnings", UploadName = "UploadName";
    private const string UploadETag = "UploadETag", UploadLength = "UploadLength", Uploaded = "Uploaded", WantedRevision = "WantedRevision";
    private const string SidecarETag = "SidecarETag", CaptionsETag = "CaptionsETag", PendingCorrection = "PendingCorrection";
    private const string QueuedAt = "QueuedAt", Due = "Due", TranscriptTag = "TranscriptTag", Leftovers = "Leftovers", Audio = "Audio";
    private const string WaitingTitle = "WaitingTitle", ReviewKey = "ReviewKey", IsReleased = "IsReleased";
    private const string FailingSince = "FailingSince", RetryAt = "RetryAt";

    public static TableEntity Write(Episode episode)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Episode(episode.Slug))
        {
            [PublishedColumns.Slug] = episode.Slug.Value,
            [PublishedColumns.Guid] = episode.Guid.Value,
            [PublishedColumns.IsPermaLink] = episode.Guid.IsPermaLink ? true : null,
            [FirstSeen] = episode.FirstSeen,
            [Status] = episode.Status.ToString(),
            [Problem] = TableText.Fit(episode.Problem),
            [Warnings] = TableText.Join(episode.Warnings),
            [UploadName] = episode.Upload?.BlobName,
            [UploadETag] = episode.Upload?.ETag,
            [UploadLength] = episode.Upload?.Length,
            [Uploaded] = episode.Upload?.Uploaded,
            [WantedRevision] = episode.Wanted?.Value,
            [SidecarETag] = episode.SidecarETag,
            [CaptionsETag] = episode.CaptionsETag,
            [PendingCorrection] = episode.PendingCorrection,
            [QueuedAt] = episode.QueuedAt,
            [Due] = episode.Due,
            [WaitingTitle] = episode.Title,
            [ReviewKey] = episode.ReviewKey,
            [IsReleased] = episode.IsReleased ? true : null,
            [FailingSince] = episode.FailingSince,
            [RetryAt] = episode.RetryAt,
            [TranscriptTag] = episode.TranscriptTag,
            [Leftovers] = episode.Leftovers.Count > 0 ? string.Join(' ', episode.Leftovers.Select(revision => revision.Value)) : null,
        };
        if (episode.Audio is { } audio)
        {
            JsonColumns.Write(row, Audio, audio);
        }

        if (episode.Published is { } published)
        {
            PublishedColumns.Write(row, published);
        }

        return row;
    }

    public static Episode Read(TableEntity row) =>
        new(
            EpisodeSlug.Parse(row.GetString(PublishedColumns.Slug)),
            PublishedColumns.ReadGuid(row),
            row.GetDateTimeOffset(FirstSeen)!.Value)
        {
            Status = Enum.Parse<EpisodeStatus>(row.GetString(Status)),
            Problem = row.GetString(Problem),
            Warnings = TableText.Split(row.GetString(Warnings)),
            Upload = ReadUpload(row),
            Wanted = row.GetString(WantedRevision) is { } wanted ? Revision.Parse(wanted) : null,
            Audio = JsonColumns.Read<AudioFile>(row, Audio),
            SidecarETag = row.GetString(SidecarETag),
            CaptionsETag = row.GetString(CaptionsETag),
            PendingCorrection = row.GetString(PendingCorrection),
            QueuedAt = row.GetDateTimeOffset(QueuedAt),
            Due = row.GetDateTimeOffset(Due),
            Title = row.GetString(WaitingTitle),
            ReviewKey = row.GetString(ReviewKey),
            IsReleased = row.GetBoolean(IsReleased) ?? false,
            FailingSince = row.GetDateTimeOffset(FailingSince),
            RetryAt = row.GetDateTimeOffset(RetryAt),
            Published = PublishedColumns.Read(row),
            TranscriptTag = row.GetString(TranscriptTag),
            Leftovers = row.GetString(Leftovers) is { } leftovers ? [.. leftovers.Split(' ').Select(Revision.Parse)] : [],
        };

    private static Upload? ReadUpload(TableEntity row) =>
        row.GetString(UploadName) is { } name
            ? new Upload(name, row.GetString(UploadETag), row.GetInt64(UploadLength)!.Value, row.GetDateTimeOffset(Uploaded)!.Value)
            : null;
}

/// <summary>A published episode as columns, in its own row and in its row of the newest-first list.</summary>
internal static class PublishedColumns
{
    public const string Slug = "Slug", Guid = "Guid", IsPermaLink = "IsPermaLink";

    private const string Title = "Title", ShowNotes = "ShowNotes", PublishedAt = "PublishedAt", Season = "Season";
    private const string EpisodeNumber = "EpisodeNumber", Explicit = "Explicit", Language = "Language", PaperTitle = "PaperTitle";
    private const string PaperAuthors = "PaperAuthors", PaperUrl = "PaperUrl", Details = "Details", PublishedRevision = "PublishedRevision";
    private const string EnclosureAudio = "EnclosureAudio", EnclosureExtension = "EnclosureExtension", EnclosureLength = "EnclosureLength";
    private const string EnclosureType = "EnclosureType", DurationSeconds = "DurationSeconds", Engine = "Engine", Model = "Model";
    private const string PublishedOffset = "PublishedOffset";
    private const string CorrectionTag = "CorrectionTag", CorrectionDate = "CorrectionDate", PublishedUpdated = "PublishedUpdated";

    public static void Write(TableEntity row, PublishedEpisode episode)
    {
        var (metadata, enclosure) = (episode.Metadata, episode.Enclosure);
        row[Slug] = episode.Slug.Value;
        row[Guid] = episode.Guid.Value;
        row[IsPermaLink] = episode.Guid.IsPermaLink ? true : null;
        row[Title] = metadata.Title;
        row[ShowNotes] = metadata.ShowNotes;
        row[PublishedAt] = metadata.Published;
        // Tables keep dates in UTC; readers get the date as the producer wrote it.
        row[PublishedOffset] = metadata.Published.Offset is var offset && offset != TimeSpan.Zero ? (int)offset.TotalMinutes : null;
        row[Season] = metadata.Season;
        row[EpisodeNumber] = metadata.Episode;
        row[Explicit] = metadata.Explicit;
        row[Language] = metadata.Language;
        row[PaperTitle] = metadata.Paper?.Title;
        // No name has a line end: PlainText.OneLine made each one line.
        row[PaperAuthors] = metadata.Paper is { Authors.Count: > 0 } paper ? string.Join('\n', paper.Authors) : null;
        row[PaperUrl] = metadata.Paper?.Url?.AbsoluteUri;
        if (metadata.Details != EpisodeDetails.None)
        {
            JsonColumns.Write(row, Details, metadata.Details);
        }

        row[PublishedRevision] = episode.Revision.Value;
        row[EnclosureAudio] = enclosure.Audio.Value;
        row[EnclosureExtension] = enclosure.Extension;
        row[EnclosureLength] = enclosure.Length;
        row[EnclosureType] = enclosure.MediaType;
        row[DurationSeconds] = enclosure.Duration.TotalSeconds;
        row[Engine] = episode.Transcriber.Engine;
        row[Model] = episode.Transcriber.Model;
        row[CorrectionTag] = episode.Correction?.Tag;
        row[CorrectionDate] = episode.Correction?.Edited;
        row[PublishedUpdated] = episode.Updated;
    }

    public static EpisodeGuid ReadGuid(TableEntity row) => new(row.GetString(Guid), row.GetBoolean(IsPermaLink) ?? false);

    /// <returns>Null if the row does not contain a published episode.</returns>
    public static PublishedEpisode? Read(TableEntity row)
    {
        if (row.GetString(PublishedRevision) is not { } revision)
        {
            return null;
        }

        var metadata = new EpisodeMetadata(
            row.GetString(Title),
            row.GetString(ShowNotes) ?? "",
            row.GetDateTimeOffset(PublishedAt)!.Value.ToOffset(TimeSpan.FromMinutes(row.GetInt32(PublishedOffset) ?? 0)),
            row.GetInt32(Season),
            row.GetInt32(EpisodeNumber),
            row.GetBoolean(Explicit)!.Value,
            row.GetString(Language),
            ReadPaper(row))
        {
            Details = JsonColumns.Read<EpisodeDetails>(row, Details) ?? EpisodeDetails.None,
        };
        var enclosure = new Enclosure(
            // Rows without the column name a blob that was named by the revision.
            AudioVersion.Parse(row.GetString(EnclosureAudio) ?? revision),
            row.GetString(EnclosureExtension),
            row.GetInt64(EnclosureLength)!.Value,
            row.GetString(EnclosureType),
            TableTime.Read(row, DurationSeconds));
        return new PublishedEpisode(
            EpisodeSlug.Parse(row.GetString(Slug)),
            ReadGuid(row),
            metadata,
            enclosure,
            Revision.Parse(revision),
            new TranscriberIdentity(row.GetString(Engine), row.GetString(Model)),
            row.GetDateTimeOffset(PublishedUpdated)!.Value)
        {
            Correction = row.GetString(CorrectionTag) is { } tag ? new Correction(tag, row.GetDateTimeOffset(CorrectionDate)!.Value) : null,
        };
    }

    private static Paper? ReadPaper(TableEntity row)
    {
        var (title, authors) = (row.GetString(PaperTitle), row.GetString(PaperAuthors)?.Split('\n') ?? []);
        return title is null && authors.Length == 0
            ? null
            : new Paper(title, authors, row.GetString(PaperUrl) is { } url ? new Uri(url) : null);
    }
}
