using System.Text.RegularExpressions;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Ledger;

/// <param name="Next">Names the place after the last episode, to read on from; null at the end.</param>
public sealed partial record NewestPage(IReadOnlyList<PublishedEpisode> Episodes, string? Next)
{
    /// <summary>Whether a text from outside could be a <see cref="Next"/>.</summary>
    public static bool IsPlace(string text) => text.Length <= 19 + 1 + EpisodeSlug.MaxLength && Place().IsMatch(text);

    [GeneratedRegex(@"\A[0-9]{19}-[a-z0-9-]+\z")]
    private static partial Regex Place();
}
