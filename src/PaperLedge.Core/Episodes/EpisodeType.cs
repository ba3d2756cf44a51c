namespace PaperLedge.Core.Episodes;

/// <summary>What an episode is to its show, in Apple's words.</summary>
public enum EpisodeType
{
    Full,
    Trailer,

    /// <summary>Extra content: behind the scenes, an interview, another show's episode.</summary>
    Bonus,
}
