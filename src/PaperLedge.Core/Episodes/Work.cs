namespace PaperLedge.Core.Episodes;

/// <summary>One unit of queued work on an episode's audio: preparing it, encoding it, or transcribing a piece of it.</summary>
/// <param name="Piece">From 0; null for other work.</param>
public readonly record struct WorkItem(EpisodeSlug Slug, Revision Revision, int? Piece)
{
    /// <summary>Whether the file is made that listeners get in place of the upload.</summary>
    public bool IsEncoding { get; private init; }

    public bool IsPreparation => Piece is null && !IsEncoding;

    public static WorkItem Preparation(EpisodeSlug slug, Revision revision) => new(slug, revision, null);

    public static WorkItem Encoding(EpisodeSlug slug, Revision revision) => new(slug, revision, null) { IsEncoding = true };
}

/// <summary>The work on one revision of an episode.</summary>
/// <param name="Preparation">Null until it begins, as are the others.</param>
/// <param name="Pieces">By number.</param>
public sealed record EpisodeWork(WorkState? Preparation, WorkState? Encoding, IReadOnlyDictionary<int, WorkState> Pieces)
{
    public IEnumerable<WorkState> All => Pieces.Values.Append(Preparation).Append(Encoding).OfType<WorkState>();

    /// <summary>Whether the audio is prepared, and every piece of it transcribed.</summary>
    public bool IsTranscribed => Preparation is { Finished: not null } && Done.Count() == Preparation.Pieces;

    /// <summary>Numbers of the pieces that are transcribed, by the plan that was made last.</summary>
    public IEnumerable<int> Done =>
        Pieces.Where(piece => piece.Value.Finished is not null && piece.Value.Plan == Preparation?.Plan).Select(piece => piece.Key);

    public bool IsUnderWay(DateTimeOffset now) => All.Any(work => work.IsUnderWay(now));
}

/// <param name="Attempt">From 1.</param>
/// <param name="Begun">
/// Attempts since the episode was last queued that made no progress, and the current one. At a limit the episode fails.
/// </param>
/// <param name="HostsLost">Attempts since then that ended because the whole host was gone, most likely with its machine.</param>
/// <param name="Host">The host of the current or last worker.</param>
/// <param name="LeaseUntil">No other worker begins before then; renewed during the work.</param>
/// <param name="Position">Length of the audio that is done.</param>
/// <param name="Started">When the first attempt began.</param>
/// <param name="LastSeen">When this row was last written.</param>
/// <param name="Finished">When the result was stored, or null.</param>
/// <param name="Plan">The plan that was made, or to which the piece belongs; null while it is being made.</param>
/// <param name="Pieces">Of the plan; 0 for a piece.</param>
/// <param name="Result">File of the windows that a piece's attempts have recognised so far; null if there are none.</param>
public sealed record WorkState(
    int Attempt,
    int Begun,
    int HostsLost,
    string? Host,
    DateTimeOffset LeaseUntil,
    TimeSpan Position,
    int Words,
    DateTimeOffset Started,
    DateTimeOffset LastSeen,
    DateTimeOffset? Finished,
    string? Plan,
    int Pieces,
    string? Result)
{
    /// <summary>When the messages for all that follows a preparation were sent; null if they may be missing.</summary>
    public DateTimeOffset? Queued { get; init; }

    /// <returns>True if the attempt ended without finishing or returning the work.</returns>
    public bool HasDied(DateTimeOffset now) => Finished is null && LeaseUntil <= now && LeaseUntil > LastSeen;

    /// <returns>True if the attempt died with its host rather than alone, as seen by a worker of another host.</returns>
    public bool WasLost(string host, DateTimeOffset now) => HasDied(now) && Host != host;

    public bool IsUnderWay(DateTimeOffset now) => Finished is null && LeaseUntil > now;
}
