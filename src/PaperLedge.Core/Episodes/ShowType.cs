namespace PaperLedge.Core.Episodes;

/// <summary>In which order apps present a show, in Apple's words.</summary>
public enum ShowType
{
    /// <summary>Newest first; each episode stands alone.</summary>
    Episodic,

    /// <summary>Oldest first, by season.</summary>
    Serial,
}
