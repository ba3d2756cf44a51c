using System.CommandLine;
using System.Globalization;
using PaperLedge.Cli.Packaging;
using PaperLedge.Cli.Speech;
using PaperLedge.Speech.Ggml;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

internal static class PackageCommand
{
    public static string DefaultOutput { get; } = Path.Combine(Repository.Root, "artifacts", "paperledge.zip");

    public static Command Create()
    {
        var model = new Option<string?>("--model")
        {
            Description =
                "A speech model's name or path. Default: Whisper__Model in local.settings.json, or in the sample if there is none.",
        };
        var output = new Option<FileInfo>("--output")
        {
            Description = "The file to create.",
            DefaultValueFactory = _ => new FileInfo(DefaultOutput),
        };
        var command = new Command(
            "package",
            "Create a package of the app for Linux on x64: its published folder with ffmpeg, and a speech model. " +
            "Exits with 0, or 1 if that failed.")
        {
            model, output,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(async () =>
        {
            var name = await PackageAsync(
                Terminal.Output, result.GetValue(model), result.GetRequiredValue(output).FullName, cancellationToken);
            Terminal.Output.Profile.Out.Writer.WriteLine($"The function app's settings must contain: Whisper__Model={name}");
            return ExitCode.Success;
        }));
        return command;
    }

    /// <returns>The value of the setting <c>Whisper__Model</c> that the package needs.</returns>
    internal static async Task<string> PackageAsync(IAnsiConsole console, string? model, string output, CancellationToken cancellationToken)
    {
        var file = File.Exists(Repository.Settings) ? Repository.Settings : Repository.SampleSettings;
        var settings = LocalSettings.Read(
            file, name => name == SpeechEngine.Model && model is not null ? model : Environment.GetEnvironmentVariable(name));
        var whisper = settings.Whisper;
        var path = await new ModelPreparation(console, Terminal.IsInteractive(console)).RunAsync(whisper, cancellationToken);
        var package = await AppPackage.WriteAsync(Repository.FunctionApp, path, output, cancellationToken);
        // The console itself would wrap a long path.
        var lines = console.Profile.Out.Writer;
        foreach (var (part, bytes) in package.Parts)
        {
            lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part,-40} {bytes / 1e6,8:0.0} MB"));
        }

        lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{output}: {package.Bytes / 1e6:0.0} MB"));
        return ModelResolver.IsPath(whisper.Model) ? package.Model : whisper.Model;
    }
}
