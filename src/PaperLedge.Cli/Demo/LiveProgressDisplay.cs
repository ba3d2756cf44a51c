using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PaperLedge.Cli.Demo;

/// <summary>One progress bar an episode.</summary>
public sealed class LiveProgressDisplay(IAnsiConsole console) : IProgressDisplay
{
    /// <summary>By a task's id; written here and read by the thread that draws.</summary>
    private readonly ConcurrentDictionary<int, string> _notes = new();

    public Task ShowAsync(IReadOnlyList<string> slugs, Func<Action<StatusReport>, Task> follow) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new NoteColumn(_notes))
        .StartAsync(async context =>
        {
            var tasks = slugs.ToDictionary(slug => slug, slug => context.AddTask(Markup.Escape(slug)), StringComparer.Ordinal);
            var last = new Dictionary<string, ProgressReport?>(StringComparer.Ordinal);
            await follow(report =>
            {
                foreach (var episode in report.Episodes)
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
