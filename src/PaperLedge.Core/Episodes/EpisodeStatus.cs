namespace PaperLedge.Core.Episodes;

/// <summary>What became of the upload that is now wanted. What listeners hear is told by <see cref="Episode.Published"/>.</summary>
public enum EpisodeStatus
{
    /// <summary>Waits for transcription, or is being transcribed.</summary>
    Queued,

    /// <summary>Transcribed and in the feed.</summary>
    Published,

    /// <summary>Transcribed; enters the feed at its date.</summary>
    Scheduled,

    /// <summary>Cannot be published; <see cref="Episode.Problem"/> says why and what to do.</summary>
    Failed,

    /// <summary>Its audio was deleted from the inbox.</summary>
    Withdrawn,
}
