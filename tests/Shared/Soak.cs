namespace PaperLedge.TestSupport;

/// <summary>The long form of proofs, by <c>./paperledge soak</c>.</summary>
internal static class Soak
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("PAPERLEDGE_SOAK") is "1";

    /// <summary>Numbers from 1 to <paramref name="last"/>: all of them in a soak, else so many, evenly spread.</summary>
    public static IEnumerable<int> Spread(int last, int count) =>
        IsOn ? Enumerable.Range(1, last) : Enumerable.Range(0, count).Select(turn => 1 + (turn * last / count) + (last / (2 * count)));
}
