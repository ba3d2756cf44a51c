using PaperLedge.Core.Transcripts;

namespace PaperLedge.Cli.Demo;

/// <summary>What <c>demo --once</c> found of one sample.</summary>
/// <param name="Rate">Null if there is no transcript.</param>
/// <param name="Problem">Why it does not pass; null if it does.</param>
public sealed record Verdict(string Slug, WordErrorRate? Rate, string? Problem)
{
    /// <summary>The most that a sample may have.</summary>
    public const double MaxWordErrorRate = 0.05;

    public static Verdict Of(SampleEpisode sample, EpisodeReport? episode, WordErrorRate? rate, bool inFeed)
    {
        var problem =
            episode is null ? "it never became an episode"
            : !episode.IsPublished ? $"it is {episode.Status}: {episode.Problem ?? "no reason given"}"
            : rate is null ? "it has no transcript"
            : rate.Value.Rate > MaxWordErrorRate ? $"its word error rate is above {MaxWordErrorRate:P0}"
            : !inFeed ? "the feed does not list it"
            : null;
        return new Verdict(sample.Slug.Value, rate, problem);
    }
}
