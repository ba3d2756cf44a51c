using System.Collections.Concurrent;
using System.Globalization;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Status;
using PaperLedge.Core.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PaperLedge.Cli.Publishing;

/// <summary>Shows the progress of each episode: as bars on a terminal, as lines elsewhere.</summary>
public interface IProgressDisplay
{
    static IProgressDisplay For(IAnsiConsole console) => Terminal.IsInteractive(console)
        ? new LiveProgressDisplay(console)
        : new PlainProgressDisplay(console.Profile.Out.Writer);

    /// <param name="slugs">The episodes to show, in order.</param>
    /// <param name="follow">Runs to the end, and passes on each report of the episodes.</param>
    Task ShowAsync(IReadOnlyList<string> slugs, Func<Action<IReadOnlyList<EpisodeReport>>, Task> follow);
}

public sealed class LiveProgressDisplay(IAnsiConsole console) : IProgressDisplay
{
    // By task id; written here and read by the thread that draws.
    private readonly ConcurrentDictionary<int, string> _notes = new();

    public Task ShowAsync(IReadOnlyList<string> slugs, Func<Action<IReadOnlyList<EpisodeReport>>, Task> follow) => console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new NoteColumn(_notes))
        .StartAsync(async context =>
        {
            var tasks = slugs.ToDictionary(slug => slug, slug => context.AddTask(Markup.Escape(slug)), StringComparer.Ordinal);
            var last = new Dictionary<string, ProgressReport?>(StringComparer.Ordinal);
            await follow(episodes =>
            {
                foreach (var episode in episodes)
                {
                    if (tasks.TryGetValue(episode.Slug, out var task))
                    {
                        var progress = last[episode.Slug] = episode.Progress ?? last.GetValueOrDefault(episode.Slug);
                        task.Value = ProgressText.Percent(episode, progress);
                        _notes[task.Id] = ProgressText.Describe(episode, progress);
                    }
                }
            });
        });

    private sealed class NoteColumn(ConcurrentDictionary<int, string> notes) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(notes.GetValueOrDefault(task.Id, "waiting"));
    }
}

/// <summary>Writes a line for each change of state and each quarter of an episode: for logs, where bars would be noise.</summary>
public sealed class PlainProgressDisplay(TextWriter output) : IProgressDisplay
{
    private const double Step = 25;

    public Task ShowAsync(IReadOnlyList<string> slugs, Func<Action<IReadOnlyList<EpisodeReport>>, Task> follow)
    {
        var told = new Dictionary<string, (string Status, double Quarter)>(StringComparer.Ordinal);
        var last = new Dictionary<string, ProgressReport?>(StringComparer.Ordinal);
        return follow(episodes =>
        {
            foreach (var episode in episodes.Where(episode => slugs.Contains(episode.Slug)))
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

internal static class ProgressText
{
    /// <param name="last">The last reported progress; a published episode may report none any more.</param>
    public static string Describe(EpisodeReport episode, ProgressReport? last) => episode.Status switch
    {
        "transcribing" when last is { Words: > 0 } => Numbers(last),
        "published" when last is { Words: > 0 } => "published, " + Numbers(last),
        var status => status,
    };

    public static double Percent(EpisodeReport episode, ProgressReport? last) =>
        episode.Status is "published" or "scheduled" or "held" ? 100 : Math.Clamp(last?.Percent ?? 0, 0, 100);

    private static string Numbers(ProgressReport progress)
    {
        // Before the first words there is no speed yet.
        var speed = progress.Speed > 0 ? string.Create(CultureInfo.InvariantCulture, $"{progress.Speed:0.0} × real time, ") : "";
        var pieces = progress.Pieces > 1
            ? string.Create(CultureInfo.InvariantCulture, $", {progress.PiecesDone} of {progress.Pieces} pieces")
            : "";
        var left = progress.SecondsLeft is > 0
            ? $", {Wording.Duration(TimeSpan.FromSeconds(progress.SecondsLeft.Value))} left"
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{speed}{progress.Words} words{pieces}{left}");
    }
}
