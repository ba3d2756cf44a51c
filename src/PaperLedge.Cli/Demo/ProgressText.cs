using System.Globalization;

namespace PaperLedge.Cli.Demo;

/// <summary>The words beside a bar.</summary>
internal static class ProgressText
{
    /// <param name="last">The last progress that was told; a published episode may tell none any more.</param>
    public static string Describe(EpisodeReport episode, ProgressReport? last) => episode.Status switch
    {
        "transcribing" when last is not null => Numbers(last),
        "published" when last is not null => "published, " + Numbers(last),
        var status => status,
    };

    public static double Percent(EpisodeReport episode, ProgressReport? last) =>
        episode.IsPublished ? 100 : Math.Clamp(last?.Percent ?? 0, 0, 100);

    private static string Numbers(ProgressReport progress)
    {
        // Before the first words there is no speed yet.
        var speed = progress.Speed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{progress.Speed:0.0} × real time, ") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{speed}{progress.Words} words");
    }
}
