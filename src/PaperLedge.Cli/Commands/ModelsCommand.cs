using System.CommandLine;
using System.Globalization;
using PaperLedge.Cli.Speech;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Cli.Commands;

internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "List the speech models by name, and which are on this machine.");
        command.SetAction(_ => List(Console.Out));
        return command;
    }

    private static void List(TextWriter output)
    {
        var options = SpeechEngine.Options(model: null);
        using var http = new HttpClient();
        var resolver = SpeechEngine.Resolver(options, http);
        output.WriteLine($"{ModelResolver.BuiltIn,-24} is included: {ModelResolver.DisplayName(ModelResolver.BuiltIn)}");
        foreach (var name in ModelResolver.PublishedNames)
        {
            var file = new FileInfo(resolver.CachePathOf(name));
            var state = file.Exists
                ? string.Create(CultureInfo.InvariantCulture, $"downloaded, {file.Length / (1024.0 * 1024.0):0} MiB")
                : "downloaded on first use";
            output.WriteLine($"{name,-24} {state}");
        }

        output.WriteLine();
        output.WriteLine($"Downloads are kept in {options.Cache}. Models whose names end in .en transcribe English only.");
        output.WriteLine(
            "Choose one with the variable Whisper__Model, in local.settings.json, or with --model; a ggml file's path works too.");
    }
}
