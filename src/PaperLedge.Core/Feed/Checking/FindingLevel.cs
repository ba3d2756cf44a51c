namespace PaperLedge.Core.Feed.Checking;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Directories and apps advise against it, and cope.</summary>
    Warning,

    /// <summary>A directory refuses the feed for it, or an app misreads it.</summary>
    Error,
}
