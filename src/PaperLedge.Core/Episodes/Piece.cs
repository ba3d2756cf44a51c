using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>The state of transcribing one stretch of an episode: its worker, its progress and the attempt that is used.</summary>
/// <param name="Attempt">From 1; rows of other attempts are ignored.</param>
/// <param name="Begun">
/// Attempts since the episode was last queued that failed or whose worker died, and the current one. At a limit the episode fails.
/// </param>
/// <param name="HostsLost">Attempts since then that ended because the whole host was gone, most likely with its machine.</param>
/// <param name="Host">The host of the current or last worker.</param>
/// <param name="LeaseUntil">No other worker begins before then; renewed during the work.</param>
/// <param name="Position">Audio recognised so far.</param>
/// <param name="Started">When this attempt began.</param>
/// <param name="LastSeen">When this row was last written.</param>
/// <param name="Finished">When the last segment was stored, or null.</param>
/// <param name="Language">The language that was detected or set; null until it is known.</param>
/// <param name="IsTranslation">True if the segments are English whatever the spoken language.</param>
/// <param name="Transcriber">The current or last transcriber.</param>
public sealed record Piece(
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
    string? Language,
    bool IsTranslation,
    TranscriberIdentity Transcriber)
{
    /// <summary>Whether the attempt ended without a word: neither finished nor given back.</summary>
    public bool HasDied(DateTimeOffset now) => Finished is null && LeaseUntil <= now && LeaseUntil > LastSeen;

    /// <summary>Returns true if the attempt died with its host rather than alone, as seen by a worker of another host.</summary>
    public bool WasLost(string host, DateTimeOffset now) => HasDied(now) && Host != host;
}
