using System.Globalization;

namespace PaperLedge.Cli.Demo;

/// <summary>A line for each change of state and each quarter of an episode: for logs, where bars would be noise.</summary>
public sealed class PlainProgressDisplay(TextWriter output) : IProgressDisplay
{
    private const double Step = 25;

    public Task ShowAsync(IReadOnlyList<string> slugs, Func<Action<StatusReport>, Task> follow)
    {
        var told = new Dictionary<string, (string Status, double Quarter)>(StringComparer.Ordinal);
        var last = new Dictionary<string, ProgressReport?>(StringComparer.Ordinal);
        return follow(report =>
        {
            foreach (var episode in report.Episodes.Where(episode => slugs.Contains(episode.Slug)))
            {
                var progress = last[episode.Slug] = episode.Progress ?? last.GetValueOrDefault(episode.Slug);
                var percent = ProgressText.Percent(episode, progress);
                var state = (episode.Status, Math.Floor(percent / Step));
                if (!told.TryGetValue(episode.Slug, out var before) || before != state)
                {
                    told[episode.Slug] = state;
                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"  {episode.Slug}: {percent,3:0} %  {ProgressText.Describe(episode, progress)}"));
                }
            }
        });
    }
}
