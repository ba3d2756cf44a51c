using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>The transcription of one stretch of an episode: who is at it, how far they are, which attempt counts.</summary>
/// <param name="Attempt">Counted from 1; the rows of other attempts are read by nobody.</param>
/// <param name="Begun">Attempts since the episode was last asked for; beyond a limit nobody begins another.</param>
/// <param name="LeaseUntil">Until then nobody else begins; renewed while the work goes on.</param>
/// <param name="Position">Audio that is recognised so far.</param>
/// <param name="Started">When this attempt began.</param>
/// <param name="LastSeen">When this row was last written.</param>
/// <param name="Finished">When the last segment was stored, or null.</param>
/// <param name="Transcriber">Who is at it, or was.</param>
public sealed record Chunk(
    int Attempt,
    int Begun,
    DateTimeOffset LeaseUntil,
    TimeSpan Position,
    int Words,
    DateTimeOffset Started,
    DateTimeOffset LastSeen,
    DateTimeOffset? Finished,
    string? Language,
    TranscriberIdentity Transcriber);
