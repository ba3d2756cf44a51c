using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;

namespace PaperLedge.Cli.Demo;

/// <summary>An episode under <c>samples/</c>: its audio, its sidecar, and the script that was spoken.</summary>
public sealed record SampleEpisode(EpisodeSlug Slug, string Audio, string Sidecar, string Script)
{
    /// <returns>Every script with the one audio file of its name, ordered by name.</returns>
    public static IReadOnlyList<SampleEpisode> ReadAll(string folder) =>
    [
        .. from script in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal)
           let slug = EpisodeSlug.Parse(Path.GetFileNameWithoutExtension(script))
           let audio = Directory.EnumerateFiles(folder, slug.Value + ".*")
               .Single(file => Path.GetExtension(file) is not (".txt" or ".json"))
           select new SampleEpisode(slug, audio, Path.ChangeExtension(script, ".json"), script),
    ];

    public Task<string> ReadScriptAsync(CancellationToken cancellationToken) => File.ReadAllTextAsync(Script, cancellationToken);
}

/// <summary>The result of <c>demo --once</c> for one sample.</summary>
/// <param name="Rate">Null if there is no transcript.</param>
/// <param name="Problem">Why it does not pass; null if it does.</param>
public sealed record Verdict(string Slug, WordErrorRate? Rate, string? Problem)
{
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
