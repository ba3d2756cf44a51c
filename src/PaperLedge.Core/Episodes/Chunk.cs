using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>The transcription of one stretch of an episode: who is at it, how far they are, which attempt counts.</summary>
/// <param name="Attempt">Counted from 1; the rows of other attempts are read by nobody.</param>
/// <param name="Begun">
/// Attempts since the episode was last asked for that failed or whose worker died, and the one under way. At a limit the episode fails.
/// </param>
/// <param name="HostsLost">Attempts since then that ended because the whole host was gone, its machine with it most likely.</param>
/// <param name="Host">Whose worker is at it, or was.</param>
/// <param name="LeaseUntil">Until then nobody else begins; renewed while the work goes on.</param>
/// <param name="Position">Audio that is recognised so far.</param>
/// <param name="Started">When this attempt began.</param>
/// <param name="LastSeen">When this row was last written.</param>
/// <param name="Finished">When the last segment was stored, or null.</param>
/// <param name="Language">What was heard, or told; null until it is known.</param>
/// <param name="IsTranslation">Whether the segments are English whatever is spoken.</param>
/// <param name="Transcriber">Who is at it, or was.</param>
public sealed record Chunk(
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
    /// <summary>What the transcriber was told is spoken: <see cref="TranscriptionOptions.Language"/>.</summary>
    public string? ToldLanguage { get; init; }

    /// <summary>What the transcriber was told to expect: <see cref="TranscriptionOptions.LikelyLanguage"/>.</summary>
    public string? LikelyLanguage { get; init; }

    /// <summary>Whether the attempt ended without a word: neither finished nor given back.</summary>
    public bool HasDied(DateTimeOffset now) => Finished is null && LeaseUntil <= now && LeaseUntil > LastSeen;

    /// <summary>Whether it died with its host rather than alone, as seen by a worker of another host.</summary>
    public bool WasLost(string host, DateTimeOffset now) => HasDied(now) && Host != host;
}
