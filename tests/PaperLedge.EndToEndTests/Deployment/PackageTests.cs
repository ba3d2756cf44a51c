using System.IO.Compression;
using PaperLedge.Cli;
using PaperLedge.Cli.Packaging;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Deployment;

public class PackageTests
{
    [Fact]
    public async Task A_package_unpacked_elsewhere_transcribes_and_serves_an_episode_without_any_program_on_the_path()
    {
        var directory = Directory.CreateTempSubdirectory("paperledge package ").FullName;
        try
        {
            var model = Directory.GetFiles(Path.Combine(Repository.Root, "models", "demo"), "*.bin").Single();
            var zip = Path.Combine(directory, "app.zip");
            await AppPackage.WriteAsync(Repository.FunctionApp, model, zip, TestContext.Current.CancellationToken);
            var app = Path.Combine(directory, "app");
            await ZipFile.ExtractToDirectoryAsync(zip, app);

            var settings = new Dictionary<string, string?>(QuickSettings.ForLiving) { ["PATH"] = "" };
            await using var running = await RunningApp.StartAsync("package", settings, folder: app);
            await running.PublishShowAsync();
            await running.UploadAsync("packed.mp3", await Ffmpeg.ClipAsync("mp3", date: "2026-01-02"));
            await running.WaitForAsync("packed", "published");

            Assert.Contains("packed", await running.Http.GetStringAsync("feed.xml"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void The_published_app_holds_natives_of_its_platform_only_and_the_licence_of_ffmpeg()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.FunctionApp, "runtimes")).Select(Path.GetFileName);
        var files = Directory.EnumerateFiles(Path.Combine(Repository.FunctionApp, "ffmpeg")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

        Assert.Equal(["linux-x64"], folders);
        Assert.Equal(["COPYING.LGPLv2.1", "SOURCE.txt", "ffmpeg", "ffprobe"], files);
    }
}
