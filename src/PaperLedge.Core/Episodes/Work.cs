namespace PaperLedge.Core.Episodes;

/// <summary>One unit of queued work: preparing an episode's audio, or transcribing a piece of it.</summary>
/// <param name="Piece">From 0; null for the preparation.</param>
public readonly record struct WorkItem(EpisodeSlug Slug, Revision Revision, int? Piece)
{
    public static WorkItem Preparation(EpisodeSlug slug, Revision revision) => new(slug, revision, null);

    public bool IsPreparation => Piece is null;
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
    /// <returns>True if the attempt ended without finishing or returning the work.</returns>
    public bool HasDied(DateTimeOffset now) => Finished is null && LeaseUntil <= now && LeaseUntil > LastSeen;

    /// <returns>True if the attempt died with its host rather than alone, as seen by a worker of another host.</returns>
    public bool WasLost(string host, DateTimeOffset now) => HasDied(now) && Host != host;

    public bool IsUnderWay(DateTimeOffset now) => Finished is null && LeaseUntil > now;
}
