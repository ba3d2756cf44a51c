using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Status;

public sealed record WorkProgress(EpisodeWork Work)
{
    private IReadOnlyCollection<WorkState> Pieces => [.. Work.Pieces.Values];

    /// <returns><c>preparing</c>, <c>transcribing</c>, <c>encoding</c>, or <c>queued</c> if no worker is at it.</returns>
    public string Status(DateTimeOffset now)
    {
        if (Work.Preparation?.IsUnderWay(now) == true)
        {
            return "preparing";
        }

        // Without a preparation, the episode was transcribed before.
        if (Work.Encoding is { Finished: null } && (Work.IsTranscribed || Work.Preparation is null))
        {
            return "encoding";
        }

        return Pieces.Any(piece => piece.Finished is not null || piece.IsUnderWay(now)) || Work.Preparation?.Finished is not null
            ? "transcribing"
            : "queued";
    }

    public WorkState? Interrupted(DateTimeOffset now) => Work.All.FirstOrDefault(work => work.HasDied(now));

    /// <param name="duration">Of the audio; zero if it is not known yet.</param>
    /// <returns>Null until the work begins.</returns>
    public ProgressReport? Report(TimeSpan duration)
    {
        if (Work.Preparation is not { } preparation)
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
            preparation.Pieces,
            speed > 0 ? Math.Round((duration - done).TotalSeconds / speed) : null);
    }
}
