using Azure;
using Azure.Data.Tables;
using PaperLedge.Cli.Commands;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Status;
using PaperLedge.Core.Text;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using Spectre.Console;

namespace PaperLedge.Cli.Publishing;

/// <summary>Runs <c>publish</c>: checks the files, uploads those that have changed, and follows the episodes.</summary>
/// <param name="address">The app to ask; null to end after the upload.</param>
/// <param name="isWaiting">False if the producer does not want to wait.</param>
internal sealed class Publication(IAnsiConsole console, Destination destination, AppAddress? address, bool isWaiting, bool isJson)
{
    private static readonly TimeSpan s_showPause = TimeSpan.FromSeconds(2);

    // Until the app has read new settings of the show.
    private static readonly TimeSpan s_showPatience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(FileSelection selection, CancellationToken cancellationToken)
    {
        var files = new FileValidation(new AudioProbe(new AudioOptions()));
        await files.CheckAsync(selection, cancellationToken);
        if (files.Problems.Count > 0)
        {
            return Refuse(files.Problems, selection.HasMissing ? ExitCode.Unreadable : ExitCode.Failed);
        }

        return await AskingStorageAsync(async () =>
        {
            var account = destination.Connect();
            var producer = new Producer(account);
            var show = files.Show ?? await producer.FindShowAsync(cancellationToken);
            var plan = await UploadPlan.MakeAsync(account, files.Files, show?.Artwork, cancellationToken);
            if (plan.Problems.Count > 0)
            {
                return Refuse(plan.Problems, ExitCode.Failed);
            }

            PublicationReport.WritePlan(console, plan, files.Audio);
            var warnings = Warnings(files, plan, show);
            PublicationReport.WriteNotes(console, warnings, selection.Notes);
            // Episodes are made with the show's settings, so these come first.
            var showFiles = plan.Changed.Where(file => file.Slug is null).ToList();
            await UploadAsync(producer, showFiles, cancellationToken);
            var showProblems = await FollowShowAsync(showFiles.Count == 0 ? null : files.Show, cancellationToken);
            await UploadAsync(producer, [.. plan.Changed.Except(showFiles)], cancellationToken);
            // What publish has warned of already is not an error when the app reports it.
            IReadOnlyList<string> problems = [.. showProblems.Where(problem => !IsIn(warnings, problem))];
            return await FinishAsync(plan, warnings, files.Show, problems, cancellationToken);
        });
    }

    private static bool IsIn(IReadOnlyList<string> warnings, string problem) =>
        warnings.Any(warning => warning.EndsWith(problem, StringComparison.Ordinal) || problem.EndsWith(warning, StringComparison.Ordinal));

    private async Task UploadAsync(Producer producer, List<ProducerFile> files, CancellationToken cancellationToken)
    {
        if (files.Count > 0)
        {
            await UploadDisplay.RunAsync(console, files, async (file, progress) =>
                _versions[file.BlobName] = await producer.UploadAsync(file, progress, cancellationToken));
        }
    }

    private static IReadOnlyList<string> Warnings(FileValidation files, UploadPlan plan, ShowSettings? show) =>
    [
        .. files.Warnings,
        .. files.Audio.Values.Select(audio => (audio.DisplayName, ListenerSupport.Decide(audio, show?.Encode).Warning))
            .Where(found => found.Warning is not null)
            .Select(found => $"{found.DisplayName}: {found.Warning}"),
        .. plan.Warnings,
    ];

    private async Task<int> FinishAsync(
        UploadPlan plan,
        IReadOnlyList<string> warnings,
        ShowSettings? show,
        IReadOnlyList<string> showProblems,
        CancellationToken cancellationToken)
    {
        var outcomes = new List<EpisodeOutcome>();
        if (address is not null)
        {
            using var http = address.Connect();
            var followed = await FollowAsync(new AppClient(http), plan, cancellationToken);
            outcomes.AddRange(plan.Episodes.Select(slug => EpisodeOutcome.Of(slug, followed)));
        }

        var isAccepted = showProblems.Count == 0 && outcomes.TrueForAll(outcome => outcome.IsAccepted);
        if (isJson)
        {
            CommandJson.Write(PublicationReport.ToJson(plan, isAccepted, [], warnings, showProblems, outcomes, plan.Waiting));
        }
        else
        {
            PublicationReport.WriteProblems(console, showProblems);
            outcomes.ForEach(outcome => outcome.Write(console));
            PublicationReport.WriteNext(console, plan, address, isWaiting, show is not null);
        }

        return isAccepted ? ExitCode.Success : ExitCode.Failed;
    }

    private async Task<FollowedEpisodes> FollowAsync(AppClient app, UploadPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Episodes.Count == 0)
        {
            return new([], []);
        }

        var versions = _versions
            .Where(version => UploadName.TryParse(version.Key, out var name, out _) && plan.Episodes.Contains(name.Slug.Value))
            .ToDictionary();
        var notice = versions.Count == 0 ? null : new UploadNotice(new TableServiceClient(destination.ConnectionString), versions);
        return await new Following(app, console).UntilSettledAsync(plan.Episodes, notice, cancellationToken);
    }

    // Returns what the app says about the show's files once it has read them.
    private async Task<IReadOnlyList<string>> FollowShowAsync(ShowSettings? show, CancellationToken cancellationToken)
    {
        if (address is null || show is null)
        {
            return [];
        }

        using var http = address.Connect();
        var app = new AppClient(http);
        var version = _versions.GetValueOrDefault(StorageNames.ShowSettingsBlob);
        var waited = TimeSpan.Zero;
        ShowReport report;
        bool isRead;
        do
        {
            await Task.Delay(s_showPause, cancellationToken);
            waited += s_showPause;
            report = (await app.GetStatusAsync(cancellationToken)).Show;
            isRead = version is null ? report.Title == show.Title : report.Version == version;
        }
        while (!isRead && waited < s_showPatience);

        return isRead
            ? [.. report.Problems, .. report.FeedErrors]
            : ["The app has not read show.json yet; './paperledge status' shows when it has."];
    }

    private int Refuse(IReadOnlyList<string> problems, int exitCode)
    {
        if (isJson)
        {
            CommandJson.Write(PublicationReport.ToJson(plan: null, isAccepted: false, problems, [], [], [], []));
            return exitCode;
        }

        Terminal.Error.MarkupLineInterpolated(
            $"[red]Nothing was uploaded, because of {Wording.Count(problems.Count, "problem")}:[/]");
        PublicationReport.WriteProblems(Terminal.Error, problems);
        return exitCode;
    }

    private async Task<int> AskingStorageAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is RequestFailedException))
        {
            throw destination.NoAnswer(exception);
        }
    }
}
