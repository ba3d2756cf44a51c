using System.Globalization;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>
/// The temporary disk is full at each write in turn: the status says so, and the episode is published when there is space.
/// </summary>
[Trait("Proof", "long")]
public class FullDiskTests(ITestOutputHelper output)
{
    private const string Cause = "temporary disk";
    private const int Megabytes = 400;

    // Far more than any way of an episode creates.
    private const int ManyFiles = 30;

    // Files that are streamed, copied, and encoded for listeners. Each has its own writes.
    public static TheoryData<string, string?> Ways => Soak.IsOn
        ? new() { { "mp3", null }, { "m4a", null }, { "wav", "mp3" }, { "flac", "m4a" } }
        : new() { { "m4a", null } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_file_can_be_created(string extension, string? encode)
    {
        await using var disk = await SmallDisk.MountAsync(Megabytes);
        Assert.SkipUnless(disk is not null, "A small disk cannot be mounted here.");
        await using var app = await StartAsync(disk, encode);
        var clip = await Ffmpeg.ClipAsync(extension);
        var failures = 0;
        while (failures < ManyFiles)
        {
            await disk.LimitFilesAsync(failures);
            await app.UploadAsync($"talk-{failures}.{extension}", clip);
            if (!await FailsAsync(app, $"talk-{failures}"))
            {
                break;
            }

            await disk.LimitFilesAsync(null);
            await app.WaitForAsync($"talk-{failures}", "published");
            failures++;
        }

        Assert.InRange(failures, 1, ManyFiles - 1);
        await Ledger.CheckPublishedAsync(app, failures + 1);
        Report("no file can be created", extension, encode, failures);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task There_is_no_space_left_while_a_file_is_written(string extension, string? encode)
    {
        await using var disk = await SmallDisk.MountAsync(Megabytes);
        Assert.SkipUnless(disk is not null, "A small disk cannot be mounted here.");
        await using var app = await StartAsync(disk, encode);
        var clip = await Ffmpeg.ClipAsync(extension, seconds: 50);
        var (files, failures) = (1, 0);
        while (files < ManyFiles)
        {
            using var published = new CancellationTokenSource();
            var filling = disk.FillAtAsync(files, published.Token);
            await app.UploadAsync($"talk-{files}.{extension}", clip);
            failures += await FailsAsync(app, $"talk-{files}") ? 1 : 0;
            await published.CancelAsync();
            var isFilled = await filling;
            await disk.ResizeAsync(Megabytes);
            await app.WaitForAsync($"talk-{files}", "published");
            if (!isFilled)
            {
                break;
            }

            files++;
        }

        Assert.InRange(files, 2, ManyFiles - 1);
        Assert.NotEqual(0, failures);
        await Ledger.CheckPublishedAsync(app, files);
        Report("no space left", extension, encode, failures);
    }

    private static async Task<RunningApp> StartAsync(SmallDisk disk, string? encode)
    {
        var settings = new Dictionary<string, string?>(QuickSettings.ForLiving)
        {
            ["TMPDIR"] = disk.Path,
            // .NET's diagnostics would create files of their own.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        var app = await RunningApp.StartAsync("disk", settings);
        await app.PublishShowAsync();
        if (encode is not null)
        {
            var show = await File.ReadAllTextAsync(Samples.PathOf("show.json"));
            var changed = show.Replace(
                "\"title\": \"PaperLedge\",",
                $"\"title\": \"On a small disk\", \"encode\": \"{encode}\",",
                StringComparison.Ordinal);
            await app.Blobs.GetBlobContainerClient(StorageNames.ConfigContainer)
                .GetBlobClient(StorageNames.ShowSettingsBlob)
                .UploadAsync(BinaryData.FromString(changed), overwrite: true);
            await Eventually.IsTrueAsync(
                async () => (await app.StatusAsync()).Show.Title == "On a small disk", "the show's new settings are read", app);
        }

        return app;
    }

    // False if it is published.
    private static async Task<bool> FailsAsync(RunningApp app, string slug)
    {
        var fails = false;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var status = await app.StatusAsync();
                var episode = status.Episodes.SingleOrDefault(episode => episode.Slug == slug);
                var upload = status.Uploads.FirstOrDefault(upload => upload.Name.StartsWith($"{slug}.", StringComparison.Ordinal));
                fails = Names(episode?.Problem) || Names(upload?.Problem);
                return fails || episode?.Status == "published";
            },
            $"{slug} is published or names the full disk",
            app);
        return fails;
    }

    private static bool Names(string? problem) => problem?.Contains(Cause, StringComparison.Ordinal) == true;

    private void Report(string fault, string extension, string? encode, int failures) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{fault} ({extension}, encoded: {encode ?? "no"}) | {failures} writes failed | nothing lost, nothing doubled | cause reported"));
}
