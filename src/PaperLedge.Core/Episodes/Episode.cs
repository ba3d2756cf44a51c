using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>An episode's row, with its changes as pure functions.</summary>
/// <remarks>Storage writes the result whole, or not at all if another writer was faster.</remarks>
public sealed record Episode(EpisodeSlug Slug, EpisodeGuid Guid, DateTimeOffset FirstSeen)
{
    public EpisodeStatus Status { get; init; } = EpisodeStatus.Queued;

    /// <summary>Error message for the producer; set while the episode has failed or waits for a retry.</summary>
    public string? Problem { get; init; }

    /// <summary>Problems with the sidecar or the captions that did not stop the episode.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The current upload of the audio; null once it is withdrawn.</summary>
    public Upload? Upload { get; init; }

    /// <summary>The revision of <see cref="Upload"/> to be transcribed and published; null if there is none.</summary>
    public Revision? Wanted { get; init; }

    public AudioFile? Audio { get; init; }

    /// <summary>ETag of the sidecar that was seen last; if it changes, a publication in progress starts over.</summary>
    public string? SidecarETag { get; init; }

    /// <summary>ETag of the corrected captions that were seen last, used like <see cref="SidecarETag"/>.</summary>
    public string? CaptionsETag { get; init; }

    /// <summary>Tag of a correction whose rows are being written for <see cref="Wanted"/>; they are not deleted.</summary>
    public string? PendingCorrection { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The publication date of a scheduled episode.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The title that an episode that waits is to have; null for others.</summary>
    public string? Title { get; init; }

    /// <summary>The secret in the address at which an episode that waits is reviewed; null for others.</summary>
    public string? ReviewKey { get; init; }

    /// <summary>Whether a person let the episode go: then <c>hold</c> in the sidecar or in show.json has no effect.</summary>
    public bool IsReleased { get; init; }

    /// <summary>When attempts began to fail for an outside cause, such as a full disk; null if none did.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When a failed episode is tried again by itself; null if it is not.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The version that listeners get; null if the episode is not in the feed.</summary>
    public PublishedEpisode? Published { get; init; }

    /// <summary>Names the rendered transcripts of <see cref="Published"/>.</summary>
    public string? TranscriptTag { get; init; }

    /// <summary>Revisions with rows to delete: superseded ones, and those with rows of an earlier correction.</summary>
    public IReadOnlyList<Revision> Leftovers { get; init; } = [];

    public bool Wants(Revision revision) => Wanted == revision;

    public Episode Accept(Upload upload, Revision revision, AudioFile audio, DateTimeOffset now) => Leave(Wanted, revision) with
    {
        Status = EpisodeStatus.Queued,
        Problem = null,
        Upload = upload,
        Wanted = revision,
        Audio = Upload?.ETag == upload.ETag ? WithKnownSound(audio) : audio,
        PendingCorrection = null,
        QueuedAt = now,
        FailingSince = Upload?.ETag == upload.ETag ? FailingSince : null,
        RetryAt = null,
    };

    /// <summary>Replaces the wanted revision, because the language, the prompt, the engine or the model has changed.</summary>
    public Episode Requeue(Revision revision, DateTimeOffset now) =>
        Leave(Wanted, revision) with { Wanted = revision, PendingCorrection = null, QueuedAt = now };

    /// <summary>The upload cannot become an episode; what was published before stays.</summary>
    public Episode Reject(Upload upload, string problem) => Leave(Wanted, null) with
    {
        Status = EpisodeStatus.Failed,
        Problem = problem,
        Upload = upload,
        Wanted = null,
        Audio = null,
        PendingCorrection = null,
        FailingSince = null,
        RetryAt = null,
    };

    /// <param name="retryAt">When it is tried again by itself; null if it is not.</param>
    public Episode Fail(string problem, DateTimeOffset? retryAt = null) =>
        this with
        {
            Status = EpisodeStatus.Failed, Problem = problem, RetryAt = retryAt, FailingSince = retryAt is null ? null : FailingSince,
        };

    public Episode Schedule(DateTimeOffset due, string title, IReadOnlyList<string> warnings) =>
        this with { Status = EpisodeStatus.Scheduled, Problem = null, Warnings = warnings, Due = due, Title = title, FailingSince = null };

    /// <param name="problem">Why the episode's date is unknown; null if the producer wants it held.</param>
    public Episode Hold(string? problem, string title, IReadOnlyList<string> warnings) =>
        this with { Status = EpisodeStatus.Held, Problem = problem, Warnings = warnings, Due = null, Title = title, FailingSince = null };

    /// <summary>Ends a hold, or keeps one from beginning. Without a date of its own, a new episode gets this one.</summary>
    public Episode Release(DateTimeOffset now) => this with { IsReleased = true, FirstSeen = Published is null ? now : FirstSeen };

    /// <summary>Announces a correction before its rows are written, so that a cleanup keeps them until it is published or fails.</summary>
    /// <exception cref="InvalidOperationException">No revision is wanted.</exception>
    public Episode Prepare(Correction correction) => this with
    {
        PendingCorrection = correction.Tag,
        Leftovers = Union(Leftovers, Wanted ?? throw new InvalidOperationException($"Episode '{Slug}' has no wanted revision.")),
    };

    public Episode Publish(PublishedEpisode published, string transcriptTag, IReadOnlyList<string> warnings)
    {
        var revision = published.Revision;
        var left = Leave(Published?.Revision, revision);
        var isOutdone = CorrectionOf(revision) is { } correction && correction.Tag != published.Correction?.Tag;
        return left with
        {
            Status = EpisodeStatus.Published,
            Problem = null,
            Warnings = warnings,
            Due = null,
            Title = null,
            ReviewKey = null,
            FailingSince = null,
            RetryAt = null,
            Published = published,
            TranscriptTag = transcriptTag,
            PendingCorrection = null,
            Leftovers = isOutdone ? Union(left.Leftovers, revision) : left.Leftovers,
        };
    }

    public Episode LeaveRowsOf(Revision revision) => this with { Leftovers = Union(Leftovers, revision) };

    public Episode Withdraw()
    {
        var left = Leave(Wanted, null);
        return (left with { Wanted = null }).Leave(Published?.Revision, null) with
        {
            Status = EpisodeStatus.Withdrawn,
            Problem = null,
            Upload = null,
            Due = null,
            Title = null,
            ReviewKey = null,
            IsReleased = false,
            FailingSince = null,
            RetryAt = null,
            Audio = null,
            Published = null,
            TranscriptTag = null,
            PendingCorrection = null,
        };
    }

    public Correction? CorrectionOf(Revision revision) => Published?.Revision == revision ? Published.Correction : null;

    // What a decoding of the same upload showed. Rows of earlier versions do not say that there was one, but a publication does.
    private AudioFile WithKnownSound(AudioFile audio) =>
        Audio is { IsDecoded: true } known ? audio.Decoded(known.Duration, known.Loudness, known.SoundWarnings)
        : Published?.Enclosure is { } heard && heard.Audio == AudioVersion.Of(Upload!.ETag)
            ? audio.Decoded(heard.Duration, Audio?.Loudness, [])
        : audio;

    private Episode Leave(Revision? old, Revision? next) =>
        old is { } left && left != next ? this with { Leftovers = Union(Leftovers, left) } : this;

    private static IReadOnlyList<Revision> Union(IReadOnlyList<Revision> revisions, Revision another) =>
        revisions.Contains(another) ? revisions : [.. revisions, another];
}

/// <summary>State of the latest upload. See <see cref="Episode.Published"/> for what listeners get.</summary>
public enum EpisodeStatus
{
    /// <summary>Waits for transcription, or is being transcribed.</summary>
    Queued,

    Published,

    /// <summary>Transcribed; enters the feed at its date.</summary>
    Scheduled,

    /// <summary>Transcribed; waits until a person releases it or corrects its sidecar.</summary>
    Held,

    /// <summary>Cannot be published; <see cref="Episode.Problem"/> says why and what to do.</summary>
    Failed,

    /// <summary>Its audio was deleted from the inbox.</summary>
    Withdrawn,
}

/// <summary>The facts found in an upload.</summary>
/// <param name="Extension">Of the detected type, without a dot; may differ from the upload's.</param>
/// <param name="Duration">As declared, and zero if that is unknown, until the sound is decoded; then its length.</param>
public sealed record AudioFile(string Extension, string MediaType, TimeSpan Duration, EmbeddedTags Tags)
{
    /// <summary>Place of the track that listeners hear, among the file's sound tracks.</summary>
    public int Track { get; init; }

    public int Channels { get; init; } = 1;

    /// <summary>Whether its sound continues after the declared end.</summary>
    public bool ReadsToEnd { get; init; }

    /// <summary>Whether its sound may begin later than the file.</summary>
    public bool BeginsLate { get; init; }

    /// <summary>Place of the picture for the file's cover, among the file's video streams; null if there is none.</summary>
    public int? Cover { get; init; }

    /// <summary>Format of the file that is made for listeners; null if they get the upload itself.</summary>
    public EncodedFormat? Encode { get; init; }

    /// <summary>What is wrong with the file, and what to do.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = new ValueList<string>(value); } = ValueList<string>.Empty;

    /// <summary>Whether the sound was decoded: then its duration is measured, and what follows is known.</summary>
    public bool IsDecoded { get; init; }

    /// <summary>In LUFS; null for silence.</summary>
    public double? Loudness { get; init; }

    /// <summary>What is wrong with the recording, and what to do.</summary>
    public IReadOnlyList<string> SoundWarnings { get; init => field = new ValueList<string>(value); } = ValueList<string>.Empty;

    public AudioFile Decoded(TimeSpan duration, double? loudness, IReadOnlyList<string> warnings) =>
        this with { IsDecoded = true, Duration = duration, Loudness = loudness, SoundWarnings = warnings };
}

/// <summary>The published copy of an episode's audio, never overwritten.</summary>
/// <param name="Extension">Without a dot, such as <c>mp3</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="MediaType">Such as <c>audio/mpeg</c>.</param>
/// <param name="Duration">Of the decoded audio.</param>
public sealed record Enclosure(AudioVersion Audio, string Extension, long Length, string MediaType, TimeSpan Duration)
{
    /// <summary>Its name follows from the audio alone, so that a new transcript never changes an enclosure.</summary>
    public string File => FileName(Audio, Extension);

    public static string FileName(AudioVersion audio, string extension) => $"{audio.Value}.{extension}";

    /// <returns>Whether a file of this name may be, or have been, an enclosure.</returns>
    public static bool IsFileName(string name) => AudioVersion.IsOne(Path.GetFileNameWithoutExtension(name)) && Path.HasExtension(name);
}

/// <param name="Guid">Kept for life.</param>
/// <param name="Revision">The transcript's.</param>
/// <param name="Updated">When this content was published; moves only when it changes.</param>
public sealed record PublishedEpisode(
    EpisodeSlug Slug,
    EpisodeGuid Guid,
    EpisodeMetadata Metadata,
    Enclosure Enclosure,
    Revision Revision,
    TranscriberIdentity Transcriber,
    DateTimeOffset Updated)
{
    /// <summary>The correction of the transcript; null if the machine's transcript is published.</summary>
    public Correction? Correction { get; init; }
}
