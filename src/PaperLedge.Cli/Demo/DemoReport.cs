using PaperLedge.Core.Status;
using Spectre.Console;

namespace PaperLedge.Cli.Demo;

internal static class DemoReport
{
    public static void WriteProblems(IAnsiConsole console, StatusReport report)
    {
        foreach (var episode in report.Episodes)
        {
            if (episode.Problem is not null)
            {
                console.MarkupLineInterpolated($"[red]{episode.Slug}: {episode.Problem}[/]");
            }

            foreach (var warning in episode.Warnings ?? [])
            {
                console.MarkupLineInterpolated($"[yellow]{episode.Slug}: {warning}[/]");
            }
        }

        foreach (var upload in report.Uploads.Where(upload => upload.Problem is not null))
        {
            console.MarkupLineInterpolated($"[red]{upload.Name}: {upload.Problem}[/]");
        }
    }

    public static void WriteVerdicts(IAnsiConsole console, IReadOnlyList<Verdict> verdicts)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"Word error rate against the scripts that were spoken (at most {Verdict.MaxWordErrorRate:P0} each):");
        foreach (var verdict in verdicts)
        {
            var rate = verdict.Rate?.ToString() ?? "no transcript";
            if (verdict.Problem is null)
            {
                console.MarkupLineInterpolated($"  {verdict.Slug}: {rate}, published and in the feed");
            }
            else
            {
                console.MarkupLineInterpolated($"  [red]{verdict.Slug}: {rate}: {verdict.Problem}[/]");
            }
        }
    }

    public static void WriteAddresses(IAnsiConsole console, Uri baseUrl, StatusReport report)
    {
        // Plain lines rather than a table: addresses must stay whole, so that they can be clicked and copied.
        console.WriteLine();
        console.Profile.Out.Writer.WriteLine($"  feed        {new Uri(baseUrl, "feed.xml")}");
        console.Profile.Out.Writer.WriteLine($"  show        {baseUrl}");
        foreach (var episode in report.Episodes.Where(episode => episode.IsPublished))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"  [bold]{episode.Title}[/]");
            console.Profile.Out.Writer.WriteLine($"  page        {episode.Page}");
            foreach (var (_, address) in episode.Transcripts ?? new Dictionary<string, Uri>())
            {
                console.Profile.Out.Writer.WriteLine($"  transcript  {address}");
            }
        }

        console.WriteLine();
    }
}
