using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;
using PaperLedge.Speech.Audio;
using Spectre.Console;

namespace PaperLedge.Cli.Publishing;

/// <summary>What <c>publish</c> prints besides the outcome of each episode.</summary>
internal static class PublicationReport
{
    /// <summary>Writes for each file whether it is new, and what stays of the one that it replaces.</summary>
    public static void WritePlan(IAnsiConsole console, UploadPlan plan, IReadOnlyDictionary<EpisodeSlug, AudioProbeResult> audio)
    {
        foreach (var upload in plan.Uploads)
        {
            var about = upload.File.Kind == FileKind.Audio && audio.GetValueOrDefault(upload.File.Slug!.Value) is { } probed
                ? $" ({probed.Format}, {Wording.Duration(probed.Duration)})"
                : "";
            console.MarkupLineInterpolated($"{upload.File.BlobName}{about}: {Describe(upload)}");
        }
    }

    public static void WriteNotes(IAnsiConsole console, IReadOnlyList<string> warnings, IReadOnlyList<string> notes)
    {
        foreach (var warning in warnings)
        {
            console.MarkupLineInterpolated($"[yellow]{warning}[/]");
        }

        foreach (var note in notes)
        {
            console.MarkupLineInterpolated($"[grey]{note}[/]");
        }
    }

    public static void WriteProblems(IAnsiConsole console, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
        {
            console.MarkupLineInterpolated($"[red]  {problem}[/]");
        }
    }

    /// <summary>Writes what a producer may do next, where nothing is followed any more.</summary>
    /// <param name="isWaiting">False if the producer does not want to wait.</param>
    public static void WriteNext(IAnsiConsole console, UploadPlan plan, AppAddress? address, bool isWaiting, bool hasShow)
    {
        foreach (var slug in plan.Waiting)
        {
            console.MarkupLineInterpolated($"{slug} has no audio yet: its files are kept until you publish {slug}.mp3, or another format");
        }

        if (address is null && isWaiting)
        {
            console.WriteLine(
                "No app is known for this storage, so this command cannot follow what becomes of the upload. The app's page /status " +
                $"shows it; with --app and --key, or {AppAddress.UrlVariable} and {AppAddress.KeyVariable}, so does './paperledge status'");
        }
        else if (address is null)
        {
            console.WriteLine("What becomes of it: ./paperledge status");
        }
        else if (hasShow && plan.Episodes.Count == 0)
        {
            console.WriteLine("The show's settings are in use. Next, publish an episode: ./paperledge publish my-first-episode.mp3");
        }
    }

    /// <param name="plan">Null if nothing was compared with storage.</param>
    public static object ToJson(
        UploadPlan? plan,
        bool isAccepted,
        IReadOnlyList<string> problems,
        IReadOnlyList<string> warnings,
        IReadOnlyList<string> showProblems,
        IReadOnlyList<EpisodeOutcome> episodes,
        IReadOnlyList<string> withoutAudio) => new
        {
            accepted = isAccepted,
            problems,
            warnings,
            files = plan?.Uploads.Select(upload => new { name = upload.File.BlobName, upload.File.Container, upload.Change }) ?? [],
            showProblems,
            episodes,
            withoutAudio,
        };

    private static string Describe(PlannedUpload upload) => (upload.Change, upload.File.Kind) switch
    {
        (UploadChange.New, _) => "new",
        (UploadChange.Unchanged, _) => "unchanged, so it is not uploaded again",
        (_, FileKind.Audio) =>
            $"replaces the one of {Wording.Date(upload.Before!.Value)}; the guid and the address stay, " +
            "and listeners get the old version until the new one is ready",
        _ => $"replaces the one of {Wording.Date(upload.Before!.Value)}",
    };
}
