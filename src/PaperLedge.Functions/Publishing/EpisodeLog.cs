using Microsoft.Extensions.Logging;

namespace PaperLedge.Functions.Publishing;

/// <summary>Log messages about episodes; event ids 1000 to 1099.</summary>
internal static partial class EpisodeLog
{
    [LoggerMessage(1000, LogLevel.Information, "{BlobName}: registered as episode {Slug}, revision {Revision}.")]
    public static partial void Registered(ILogger logger, string blobName, string slug, string revision);

    [LoggerMessage(1001, LogLevel.Warning, "{BlobName}: not published. {Problem}")]
    public static partial void Rejected(ILogger logger, string blobName, string problem);

    [LoggerMessage(1002, LogLevel.Information, "{BlobName}: noticed.")]
    public static partial void Noticed(ILogger logger, string blobName);

    [LoggerMessage(1003, LogLevel.Warning, "{Slug}: {Warning}")]
    public static partial void Warned(ILogger logger, string slug, string warning);

    [LoggerMessage(1009, LogLevel.Information, "{Slug}: prepared {Duration} of audio in {Elapsed}, {Pieces} pieces.")]
    public static partial void Prepared(ILogger logger, string slug, TimeSpan duration, TimeSpan elapsed, int pieces);

    [LoggerMessage(1026, LogLevel.Information, "{Slug}: encoded {Duration} of audio for listeners in {Elapsed}.")]
    public static partial void Encoded(ILogger logger, string slug, TimeSpan duration, TimeSpan elapsed);

    [LoggerMessage(1027, LogLevel.Warning, "{Slug}: a picture cannot be put into the file for listeners. {Reason}")]
    public static partial void EncodesWithoutPicture(ILogger logger, string slug, string reason);

    [LoggerMessage(
        1028,
        LogLevel.Error,
        "{Slug}: the file for listeners is not in the container media. Retry the episode to make it again.")]
    public static partial void MissesEncoded(ILogger logger, string slug);

    [LoggerMessage(1010, LogLevel.Information, "{Slug}: transcribing piece {Piece} of revision {Revision}, attempt {Attempt}.")]
    public static partial void Transcribing(ILogger logger, string slug, int piece, string revision, int attempt);

    [LoggerMessage(1011, LogLevel.Information, "{Slug}: transcribed piece {Piece}: {Duration} of audio in {Elapsed}, {Words} words.")]
    public static partial void Transcribed(ILogger logger, string slug, int piece, TimeSpan duration, TimeSpan elapsed, int words);

    [LoggerMessage(1019, LogLevel.Information, "{Slug}: joined {Duration} of audio from {Pieces} pieces, {Segments} segments.")]
    public static partial void Joined(ILogger logger, string slug, TimeSpan duration, int pieces, int segments);

    [LoggerMessage(1024, LogLevel.Warning, "{Slug}: its audio is prepared again. {Reason}")]
    public static partial void PreparesAgain(ILogger logger, string slug, string reason);

    [LoggerMessage(1025, LogLevel.Warning, "{Slug}: piece {Piece} is transcribed again. {Reason}")]
    public static partial void TranscribesAgain(ILogger logger, string slug, int piece, string reason);

    [LoggerMessage(1012, LogLevel.Information, "{Slug}: revision {Revision} is no longer wanted; nothing to do.")]
    public static partial void Superseded(ILogger logger, string slug, string revision);

    [LoggerMessage(1013, LogLevel.Information, "{Slug}: another worker is processing revision {Revision}; checking again in {Delay}.")]
    public static partial void Postponed(ILogger logger, string slug, string revision, TimeSpan delay);

    [LoggerMessage(1014, LogLevel.Warning, "{Slug}: transcription failed and will be tried again.")]
    public static partial void WillRetry(ILogger logger, Exception exception, string slug);

    [LoggerMessage(
        1018, LogLevel.Information, "{Slug}: its language, prompt, engine or model has changed; revision {Revision} replaces {Old}.")]
    public static partial void Requeued(ILogger logger, string slug, string old, string revision);

    [LoggerMessage(1015, LogLevel.Information, "{Slug}: the work on revision {Revision} stops here; another worker continues it.")]
    public static partial void HandedOn(ILogger logger, string slug, string revision);

    [LoggerMessage(
        1016,
        LogLevel.Warning,
        "{Slug}: its message reached the delivery limit because hosts were lost ({Count} so far), " +
        "which does not count as failed attempts; it is queued again.")]
    public static partial void NotToBlame(ILogger logger, string slug, int count);

    [LoggerMessage(1017, LogLevel.Warning, "{Slug}: its lease could not be returned; the next attempt waits until it expires.")]
    public static partial void NotReturned(ILogger logger, Exception exception, string slug);

    [LoggerMessage(1020, LogLevel.Information, "{Slug}: published revision {Revision}.")]
    public static partial void Published(ILogger logger, string slug, string revision);

    [LoggerMessage(1021, LogLevel.Information, "{Slug}: ready, enters the feed at {Date:O}.")]
    public static partial void Scheduled(ILogger logger, string slug, DateTimeOffset date);

    [LoggerMessage(1029, LogLevel.Information, "{Slug}: ready, and held back. {Reason}")]
    public static partial void Held(ILogger logger, string slug, string reason);

    [LoggerMessage(1022, LogLevel.Information, "{Slug}: withdrawn, because its audio is no longer in the inbox.")]
    public static partial void Withdrawn(ILogger logger, string slug);

    [LoggerMessage(1023, LogLevel.Error, "{Slug}: failed. {Problem}")]
    public static partial void Failed(ILogger logger, string slug, string problem);

    [LoggerMessage(1030, LogLevel.Information, "Show settings read from {BlobName}.")]
    public static partial void ShowRead(ILogger logger, string blobName);

    [LoggerMessage(1031, LogLevel.Warning, "Show settings: {Problem}")]
    public static partial void ShowWarned(ILogger logger, string problem);

    [LoggerMessage(1040, LogLevel.Information, "{Slug}: queued again, because no worker has processed it since {QueuedAt:O}.")]
    public static partial void QueuedAgain(ILogger logger, string slug, DateTimeOffset? queuedAt);

    [LoggerMessage(1041, LogLevel.Information, "{Slug}: deleted unused rows of {Count} revisions.")]
    public static partial void Swept(ILogger logger, string slug, int count);

    [LoggerMessage(1042, LogLevel.Information, "{BlobName}: no event reported it; registering it now.")]
    public static partial void Missed(ILogger logger, string blobName);

    [LoggerMessage(1043, LogLevel.Error, "Tidy failed at {Name}; it continues with the rest and tries again in the next run.")]
    public static partial void TidyFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(1044, LogLevel.Error, "A message could not be read and is dropped: {Message}")]
    public static partial void Unreadable(ILogger logger, string message);
}
