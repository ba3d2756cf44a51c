namespace PaperLedge.LocalWorker.Queues;

/// <summary>The pauses between looks at an empty queue: from a tenth of a second, doubling with some jitter, up to a limit.</summary>
internal sealed class PollingBackOff(TimeSpan longest)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Shortest;

    /// <summary>A message came: the next pause is the shortest again.</summary>
    public void Reset() => _next = Shortest;

    /// <param name="jitter">0 to 1, so that many workers do not knock at once.</param>
    public TimeSpan Next(double jitter)
    {
        var pause = _next < longest ? _next : longest;
        _next = Min(pause * (1.8 + (0.4 * jitter)), longest);
        return pause;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
