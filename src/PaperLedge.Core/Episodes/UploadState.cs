namespace PaperLedge.Core.Episodes;

public enum UploadState
{
    /// <summary>It belongs to an episode, whose own status says more.</summary>
    Accepted,

    /// <summary>Nothing was made of it; the problem says why.</summary>
    Failed,
}
