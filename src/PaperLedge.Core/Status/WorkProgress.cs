using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Status;

/// <param name="Preparation">Null until it begins.</param>
/// <param name="Pieces">Those that were begun.</param>
public sealed record WorkProgress(WorkState? Preparation, IReadOnlyCollection<WorkState> Pieces)
{
    private IEnumerable<WorkState> All => Preparation is null ? Pieces : Pieces.Append(Preparation);

    /// <returns><c>preparing</c>, <c>transcribing</c>, or <c>queued</c> if no worker is at it.</returns>
    public string Status(DateTimeOffset now)
    {
        if (Preparation?.IsUnderWay(now) == true)
        {
            return "preparing";
        }

        return Pieces.Any(piece => piece.Finished is not null || piece.IsUnderWay(now)) || Preparation?.Finished is not null
            ? "transcribing"
            : "queued";
    }

    public WorkState? Interrupted(DateTimeOffset now) => All.FirstOrDefault(work => work.HasDied(now));

    /// <param name="duration">Of the audio; zero if it is not known yet.</param>
    /// <returns>Null until the work begins.</returns>
    public ProgressReport? Report(TimeSpan duration)
    {
        if (Preparation is null)
        {
            return null;
        }

        var done = Pieces.Aggregate(TimeSpan.Zero, (sum, piece) => sum + piece.Position);
        done = done < duration ? done : duration;
        var elapsed = Pieces.Count == 0 ? TimeSpan.Zero : Pieces.Max(piece => piece.LastSeen) - Pieces.Min(piece => piece.Started);
        var speed = elapsed > TimeSpan.Zero ? done / elapsed : 0;
        return new ProgressReport(
            duration > TimeSpan.Zero ? Math.Round(100 * (done / duration), 1) : 0,
            Math.Round(speed, 1),
            Pieces.Sum(piece => piece.Words),
            Pieces.Count(piece => piece.Finished is not null),
            Preparation.Pieces,
            speed > 0 ? Math.Round((duration - done).TotalSeconds / speed) : null);
    }
}
