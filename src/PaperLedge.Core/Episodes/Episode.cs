namespace PaperLedge.Core.Episodes;

/// <summary>
/// All that is known of an episode: one row. Its changes are here, as pure functions; storage writes the result whole, or not
/// at all if somebody else was faster.
/// </summary>
public sealed record Episode(EpisodeSlug Slug, string Guid, DateTimeOffset FirstSeen)
{
    public EpisodeStatus Status { get; init; } = EpisodeStatus.Queued;

    /// <summary>What is wrong and what to do, while <see cref="Status"/> says that something is, or a retry is due.</summary>
    public string? Problem { get; init; }

    /// <summary>What was wrong with the sidecar or the captions, without stopping the episode.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The version of the audio that is wanted; null once it is withdrawn.</summary>
    public Upload? Upload { get; init; }

    /// <summary>The reading of <see cref="Upload"/> that is wanted; null while there is none to come.</summary>
    public Revision? Wanted { get; init; }

    public AudioFile? Audio { get; init; }

    /// <summary>The version of the sidecar that was noticed last: a change here makes a publication under way start over.</summary>
    public string? SidecarETag { get; init; }

    /// <summary>The version of the corrected captions that was noticed last, as <see cref="SidecarETag"/>.</summary>
    public string? CaptionsETag { get; init; }

    /// <summary>The tag of a correction whose rows are being written, in <see cref="Wanted"/>: they are not swept.</summary>
    public string? PendingCorrection { get; init; }

    /// <summary>When transcription was last asked for.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The date that a scheduled episode waits for.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>What listeners have; null if the episode is not in the feed.</summary>
    public PublishedEpisode? Published { get; init; }

    /// <summary>Names the rendered transcripts of <see cref="Published"/>.</summary>
    public string? TranscriptTag { get; init; }

    /// <summary>Revisions whose rows may now be swept: superseded ones, and those that dead attempts left rows in.</summary>
    public IReadOnlyList<Revision> Leftovers { get; init; } = [];

    public bool Wants(Revision revision) => Wanted == revision;

    public Episode Accept(Upload upload, Revision revision, AudioFile audio, DateTimeOffset now) => Leave(Wanted, revision) with
    {
        Status = EpisodeStatus.Queued,
        Problem = null,
        Upload = upload,
        Wanted = revision,
        Audio = audio,
        PendingCorrection = null,
        QueuedAt = now,
    };

    /// <summary>The upload cannot become an episode; what was published before stays.</summary>
    public Episode Reject(Upload upload, string problem) => Leave(Wanted, null) with
    {
        Status = EpisodeStatus.Failed,
        Problem = problem,
        Upload = upload,
        Wanted = null,
        Audio = null,
        PendingCorrection = null,
    };

    /// <summary>The wanted revision came to nothing.</summary>
    public Episode Fail(string problem) => this with { Status = EpisodeStatus.Failed, Problem = problem };

    public Episode Schedule(DateTimeOffset due, IReadOnlyList<string> warnings) =>
        this with { Status = EpisodeStatus.Scheduled, Problem = null, Warnings = warnings, Due = due };

    /// <summary>
    /// Comes before the rows of a correction are written. If that comes to nothing, they are swept; until it is decided, they are not.
    /// </summary>
    /// <exception cref="InvalidOperationException">No revision is wanted.</exception>
    public Episode Prepare(Correction correction) => this with
    {
        PendingCorrection = correction.Tag,
        Leftovers = Union(Leftovers, Wanted ?? throw new InvalidOperationException($"Nothing is wanted of '{Slug}'.")),
    };

    /// <param name="deadAttempts">True if attempts died on the way, whose rows remain.</param>
    public Episode Publish(PublishedEpisode published, string transcriptTag, IReadOnlyList<string> warnings, bool deadAttempts)
    {
        var revision = published.Enclosure.Revision;
        var left = Leave(Published?.Enclosure.Revision, revision);
        var isOutdone = CorrectionOf(revision) is { } correction && correction.Tag != published.Correction?.Tag;
        return left with
        {
            Status = EpisodeStatus.Published,
            Problem = null,
            Warnings = warnings,
            Due = null,
            Published = published,
            TranscriptTag = transcriptTag,
            PendingCorrection = null,
            Leftovers = deadAttempts || isOutdone ? Union(left.Leftovers, revision) : left.Leftovers,
        };
    }

    /// <summary>Rows of the revision may be left that do not count.</summary>
    public Episode LeaveRowsOf(Revision revision) => this with { Leftovers = Union(Leftovers, revision) };

    public Episode Withdraw()
    {
        var left = Leave(Wanted, null);
        return (left with { Wanted = null }).Leave(Published?.Enclosure.Revision, null) with
        {
            Status = EpisodeStatus.Withdrawn,
            Problem = null,
            Upload = null,
            Due = null,
            Audio = null,
            Published = null,
            TranscriptTag = null,
            PendingCorrection = null,
        };
    }

    /// <summary>The correction that listeners have of a revision, or null.</summary>
    public Correction? CorrectionOf(Revision revision) => Published?.Enclosure.Revision == revision ? Published.Correction : null;

    private Episode Leave(Revision? old, Revision? next) =>
        old is { } left && left != next ? this with { Leftovers = Union(Leftovers, left) } : this;

    private static IReadOnlyList<Revision> Union(IReadOnlyList<Revision> revisions, Revision another) =>
        revisions.Contains(another) ? revisions : [.. revisions, another];
}
