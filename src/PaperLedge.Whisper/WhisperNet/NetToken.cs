namespace PaperLedge.Whisper.WhisperNet;

/// <param name="Start">From the window's start.</param>
/// <param name="End">From the window's start.</param>
/// <param name="LogProbability">Natural logarithm.</param>
internal sealed record NetToken(string Text, TimeSpan Start, TimeSpan End, double LogProbability)
{
    /// <summary>Whisper.cpp shows its marks and timestamps as <c>[_BEG_]</c>, <c>[_TT_50]</c> and the like, and the end as <c>&lt;|endoftext|&gt;</c>.</summary>
    public bool IsText => !Text.StartsWith("[_", StringComparison.Ordinal) && !Text.StartsWith("<|", StringComparison.Ordinal);
}
