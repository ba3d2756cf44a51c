using System.Globalization;
using PaperLedge.Core.Status;
using PaperLedge.Core.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PaperLedge.Cli.Publishing;

/// <summary>Shows the app's status: what needs a person first, then the work under way, then what is done.</summary>
internal static class StatusTable
{
    // Published episodes that are listed, unless all are wanted.
    private const int MostPublished = 20;

    private const string Publish = "./paperledge publish my-first-episode.mp3";

    /// <param name="slug">The only episode to show, with its uploads; null for all.</param>
    /// <param name="isWhole">True for every published episode, not only the newest.</param>
    public static IRenderable Create(StatusReport report, string? slug, bool isWhole)
    {
        var rows = new List<IRenderable>();
        rows.AddRange(Problems(report, slug).Select(problem => new Markup($"[red]{Markup.Escape(problem)}[/]")));
        var episodes = report.Episodes.Where(episode => slug is null || episode.Slug == slug).OrderBy(StatusGroups.Of)
            .ThenByDescending(episode => episode.Published).ThenBy(episode => episode.Slug, StringComparer.Ordinal).ToList();
        var old = isWhole || slug is not null ? [] : episodes.Where(episode => episode.IsPublished).Skip(MostPublished).ToHashSet();
        if (episodes.Count > 0)
        {
            rows.Add(Table(episodes.Where(episode => !old.Contains(episode))));
        }
        else if (slug is null)
        {
            rows.Add(new Text($"{report.Show.Title} has no episodes yet. Publish the first: {Publish}"));
        }

        if (old.Count > 0)
        {
            rows.Add(new Text($"and {Wording.Count(old.Count, "older published episode")}: --all shows them"));
        }

        return new Rows(rows);
    }

    /// <summary>Whether something needs a person.</summary>
    public static bool HasFailed(StatusReport report, string? slug) =>
        Problems(report, slug).Any() ||
        report.Episodes.Any(episode => episode.Status == "failed" && (slug is null || slug == episode.Slug));

    // The app's health, the show's problems and refused uploads, each with what to do.
    private static IEnumerable<string> Problems(StatusReport report, string? slug)
    {
        if (slug is null)
        {
            foreach (var problem in (report.Health ?? []).Concat(report.Show.Problems).Concat(report.Show.FeedErrors))
            {
                yield return problem;
            }
        }

        foreach (var upload in report.Uploads.Where(upload => upload.Problem is not null))
        {
            var stem = FollowedEpisodes.SlugOf(upload);
            // What became an episode has its problem there.
            if ((slug is null || slug == stem) && !report.Episodes.Any(episode => episode.Slug == stem))
            {
                yield return $"{upload.Name}: {upload.Problem}";
            }
        }
    }

    private static Table Table(IEnumerable<EpisodeReport> episodes)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("Episode", "Status", "Progress", "What to do");
        foreach (var episode in episodes)
        {
            table.AddRow(
                new Text(episode.Title == episode.Slug ? episode.Slug : $"{episode.Title}\n{episode.Slug}"),
                new Markup($"[{Colour(episode)}]{Markup.Escape(episode.Status)}[/]"),
                new Text(Progress(episode)),
                new Text(Advice(episode)));
        }

        return table;
    }

    private static string Colour(EpisodeReport episode) => episode.Status switch
    {
        "failed" => "red",
        "held" => "yellow",
        "published" or "scheduled" => "green",
        _ => "default",
    };

    private static string Progress(EpisodeReport episode)
    {
        if (episode.IsSettled)
        {
            return episode is { Published: { } date, Status: "published" or "scheduled" } ? Wording.Date(date) : "";
        }

        var left = episode.Progress?.SecondsLeft is > 0 and var seconds ? $", {Wording.Duration(TimeSpan.FromSeconds(seconds))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{episode.Progress?.Percent ?? 0:0} %{left}");
    }

    private static string Advice(EpisodeReport episode)
    {
        var outcome = EpisodeOutcome.Of(episode);
        string?[] lines =
        [
            episode.Problem,
            .. episode.Status == "withdrawn" ? [] : episode.Warnings ?? [],
            episode.Status == "held" ? episode.Review?.AbsoluteUri : null,
            episode.IsPublished ? null : episode.IsSettled ? outcome.Next : null,
        ];
        return string.Join('\n', lines.OfType<string>());
    }
}
