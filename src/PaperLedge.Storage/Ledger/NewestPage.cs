using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

/// <param name="Next">Names the place after the last episode, to read on from; null at the end.</param>
public sealed record NewestPage(IReadOnlyList<PublishedEpisode> Episodes, string? Next);
