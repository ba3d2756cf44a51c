using Azure.Storage.Blobs;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;
using PaperLedge.Cli.Publishing;
using PaperLedge.Cli.Speech;
using PaperLedge.Core.Status;
using PaperLedge.DevHost.Processes;
using PaperLedge.Speech;
using Spectre.Console;

namespace PaperLedge.Cli.Demo;

/// <summary>Runs the sample episodes on this machine, from an empty account to a feed.</summary>
/// <param name="host">Settings of the development host, as variables.</param>
/// <param name="path">The folder for storage and logs; those of an earlier demo are removed.</param>
internal sealed class DemoRun(
    IAnsiConsole console, WhisperOptions whisper, IReadOnlyDictionary<string, string?> host, string path, int appPort, int storagePort)
{
    private readonly IReadOnlyList<SampleEpisode> _samples = SampleEpisode.ReadAll(Repository.Samples);

    private List<string> Slugs => [.. _samples.Select(sample => sample.Slug.Value)];

    /// <param name="once">True to end after the check instead of serving until cancelled.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool once, CancellationToken cancellationToken)
    {
        // Checks for conflicts before anything is removed: there may be another demo.
        LocalPorts.EnsureFree(appPort, "the function app", "--port");
        using var folder = DataFolder.Open(path, "demo");
        var storage = AzuriteOptions.FromPort(storagePort, folder.Storage, Path.Combine(folder.Logs, "azurite.log"));
        storage.EnsurePortsFree();

        await new ModelPreparation(console, Terminal.IsInteractive(console)).RunAsync(whisper, cancellationToken);

        // Each demo starts from an empty account, so that it shows the same thing every time.
        folder.RemoveStorage();
        folder.RemoveLogs();
        RunningApp.RemoveFrom(folder);
        console.MarkupLineInterpolated($"Starting storage (Azurite, port {storagePort} and the two after it)");
        await using var azurite = await Azurite.StartAsync(storage, cancellationToken);

        console.MarkupLineInterpolated($"Starting the function app (port {appPort}, speech model {whisper.Model})");
        // The sample settings; variables override them where the demo differs.
        File.Copy(Repository.SampleSettings, folder.Of(Path.GetFileName(Repository.Settings)), overwrite: true);
        var options = AppOptions(folder, azurite);
        await using var app = await FunctionApp.StartAsync(options, cancellationToken);
        var running = new RunningApp(app.BaseUrl, options.FunctionKey, azurite.ConnectionString);
        using var file = running.WriteTo(folder);
        console.MarkupLineInterpolated($"Uploading {_samples.Count} episodes to the container 'episodes', as a producer would");
        await UploadAsync(azurite, cancellationToken);

        var site = new SiteClient(app.Http);
        StatusReport? report = null;
        var watch = new Watch(site, app, Watch.PatienceWith(whisper.Model));
        await IProgressDisplay.For(console).ShowAsync(
            Slugs, async show => report = await watch.UntilSettledAsync(Slugs, show, cancellationToken));
        DemoReport.WriteProblems(console, report!);

        var passed = !once || await CheckAsync(site, report!, cancellationToken);
        DemoReport.WriteAddresses(console, app.BaseUrl, report!);
        if (!once)
        {
            console.MarkupLineInterpolated($"Serving until Ctrl+C. The app's log: {app.LogPath}");
            console.WriteLine("In another terminal: ./paperledge status, ./paperledge open, or ./paperledge publish my-first-episode.mp3");
            running.WriteVariables(console.Profile.Out.Writer, folder);
            await ServeAsync(app, cancellationToken);
        }

        console.WriteLine("Stopping the function app and storage");
        return passed ? 0 : 1;
    }

    private FunctionAppOptions AppOptions(DataFolder folder, Azurite azurite) => new(folder.Path, Path.Combine(folder.Logs, "app.log"))
    {
        Port = appPort,
        ConnectionString = azurite.ConnectionString,
        Environment = new Dictionary<string, string?>([.. host, .. SpeechEngine.Variables(whisper)])
        {
            ["PublicBaseUrl"] = FunctionApp.AddressOf(appPort).AbsoluteUri,
            ["Transcription__ProgressSeconds"] = "0.5",
        },
    };

    private async Task UploadAsync(Azurite azurite, CancellationToken cancellationToken)
    {
        var producer = new Producer(new BlobServiceClient(azurite.ConnectionString));
        await producer.UploadShowAsync(
            Path.Combine(Repository.Samples, "show.json"), Path.Combine(Repository.Samples, "artwork.png"), cancellationToken);
        foreach (var sample in _samples)
        {
            await producer.UploadEpisodeAsync(Path.GetFileName(sample.Audio), sample.Audio, sample.Sidecar, cancellationToken);
        }
    }

    private async Task<bool> CheckAsync(SiteClient site, StatusReport report, CancellationToken cancellationToken)
    {
        var links = await site.GetFeedLinksAsync(cancellationToken);
        var verdicts = new List<Verdict>();
        foreach (var sample in _samples)
        {
            var episode = report.Episodes.FirstOrDefault(candidate => candidate.Slug == sample.Slug.Value);
            WordErrorRate? rate = episode?.Transcripts?.GetValueOrDefault("json") is { } address
                ? WordErrorRate.Of(await sample.ReadScriptAsync(cancellationToken), await site.GetTextAsync(address, cancellationToken))
                : null;
            var inFeed = episode?.Page is { } page && links.Contains(page.AbsoluteUri);
            verdicts.Add(Verdict.Of(sample, episode, rate, inFeed));
        }

        DemoReport.WriteVerdicts(console, verdicts);
        return verdicts.TrueForAll(verdict => verdict.Problem is null);
    }

    private static async Task ServeAsync(FunctionApp app, CancellationToken cancellationToken)
    {
        try
        {
            await app.Process.Exited.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return; // Ctrl+C is how this is meant to end
        }

        throw await app.Process.EndedAsync();
    }
}
