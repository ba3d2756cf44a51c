namespace PaperLedge.Whisper.Models;

/// <param name="Model">The model's name.</param>
/// <param name="Bytes">Received so far.</param>
/// <param name="TotalBytes">As the server announces, or null if it does not.</param>
public sealed record ModelDownloadProgress(string Model, long Bytes, long? TotalBytes)
{
    private const long UnannouncedStepBytes = 64 << 20;
    private const double Mebi = 1 << 20;

    /// <summary>
    /// Rises with each tenth of the whole, or with each 64 MiB where the whole is not announced: for logs, which a line for
    /// each block would flood.
    /// </summary>
    public int Step => (int)(TotalBytes is > 0 and var total ? 10 * Math.Min(Bytes, total) / total : Bytes / UnannouncedStepBytes);

    /// <summary>Such as <c>30 % of 142 MiB</c>.</summary>
    public string Describe() => TotalBytes is > 0 and var total
        ? FormattableString.Invariant($"{Math.Floor(100d * Bytes / total):0} % of {total / Mebi:0} MiB")
        : FormattableString.Invariant($"{Bytes / Mebi:0} MiB");
}
