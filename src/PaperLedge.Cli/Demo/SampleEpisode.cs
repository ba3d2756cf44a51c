using PaperLedge.Core.Episodes;

namespace PaperLedge.Cli.Demo;

/// <summary>An episode under <c>samples/</c>: its audio, its sidecar, and the script that was spoken.</summary>
public sealed record SampleEpisode(EpisodeSlug Slug, string Audio, string Sidecar, string Script)
{
    /// <summary>Every script with the one audio file of its name, in the order of their names.</summary>
    public static IReadOnlyList<SampleEpisode> ReadAll(string folder) =>
    [
        .. from script in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal)
           let slug = EpisodeSlug.Parse(Path.GetFileNameWithoutExtension(script))
           let audio = Directory.EnumerateFiles(folder, slug.Value + ".*").Single(file => Path.GetExtension(file) is not (".txt" or ".json"))
           select new SampleEpisode(slug, audio, Path.ChangeExtension(script, ".json"), script),
    ];

    public Task<string> ReadScriptAsync(CancellationToken cancellationToken) => File.ReadAllTextAsync(Script, cancellationToken);
}
