using System.IO.Compression;
using System.Text.RegularExpressions;
using CliWrap.Buffered;
using PaperLedge.Cli;
using PaperLedge.EndToEndTests.App;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Deployment;

public class PackageTests
{
    [Fact]
    public async Task A_package_unpacked_elsewhere_transcribes_and_serves_an_episode_without_any_program_on_the_path()
    {
        var directory = Directory.CreateTempSubdirectory("paperledge package ").FullName;
        try
        {
            // A model of one's own: the setting is what the command prints.
            var model = Path.Combine(directory, "mine.bin");
            File.Copy(RandomModel.FilePath, model);
            var zip = Path.Combine(directory, "app.zip");
            var printed = await PackageAsync("--model", model, "--output", zip);
            Assert.Matches(@"app\.zip: \d+\.\d MB", printed);
            var setting = Regex.Match(printed, "Whisper__Model=(.*)").Groups[1].Value;
            var app = Path.Combine(directory, "app");
            await ZipFile.ExtractToDirectoryAsync(zip, app);
            var files = Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(app, path))
                .ToList();
            Assert.All(
                [
                    ".azurefunctions/function.deps.json", "functions.metadata", "worker.config.json",
                    "host.json", "models/mine.bin", "models/silero-vad/silero_vad_16k_sequence.onnx"
                ],
                file => Assert.Contains(file, files));
            Assert.DoesNotContain(
                files,
                file => Regex.IsMatch(file, "win|osx|macos|arm|browser|ggml-base-q5", RegexOptions.IgnoreCase)
                    && !file.EndsWith(".dll", StringComparison.Ordinal));

            var settings = new Dictionary<string, string?>(QuickSettings.ForLiving) { ["PATH"] = "", ["Whisper__Model"] = setting };
            await using var running = await RunningApp.StartAsync("package", settings, folder: app);
            await running.PublishShowAsync();
            await running.UploadAsync("packed.mp3", await Ffmpeg.ClipAsync("mp3"));
            await running.WaitForAsync("packed", "published");

            Assert.Contains("packed", await running.Http.GetStringAsync("feed.xml"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string> PackageAsync(params string[] arguments)
    {
        var command = Path.Combine(Repository.Root, "artifacts", "cli", "release", "PaperLedge.Cli.dll");
        var result = await global::CliWrap.Cli.Wrap("dotnet").WithArguments([command, "package", .. arguments]).ExecuteBufferedAsync();
        return result.StandardOutput;
    }

    [Fact]
    public async Task A_package_with_the_built_in_model_needs_no_setting()
    {
        var zip = Path.Combine(Path.GetTempPath(), $"paperledge-{Guid.NewGuid():N}.zip");
        try
        {
            Assert.Contains("Whisper__Model=builtin", await PackageAsync("--model", "builtin", "--output", zip), StringComparison.Ordinal);
            await using var package = await ZipFile.OpenReadAsync(zip);
            Assert.Equal(
                [
                    "models/base/LICENSE", "models/base/ggml-base-q5_1.bin",
                    "models/silero-vad/LICENSE", "models/silero-vad/silero_vad_16k_sequence.onnx"
                ],
                package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("models/", StringComparison.Ordinal)));
        }
        finally
        {
            File.Delete(zip);
        }
    }

    [Fact]
    public void The_published_app_holds_natives_of_its_platform_only_and_the_licence_of_ffmpeg()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.FunctionApp, "runtimes")).Select(Path.GetFileName);
        var files = Directory.EnumerateFiles(Path.Combine(Repository.FunctionApp, "ffmpeg"))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["linux-x64"], folders);
        Assert.Equal(["COPYING.LGPLv2.1", "SOURCE.txt", "ffmpeg", "ffprobe"], files);
    }
}
