using System.CommandLine;
using System.Globalization;
using PaperLedge.Cli.Publishing;
using PaperLedge.Cli.Speech;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Cli.Commands;

internal static class ModelsCommand
{
    public static Command Create()
    {
        var json = LocalOptions.Json();
        var command = new Command(
            "models", "List the speech models by name, and which are on this machine. Exits with 0, or 2 for wrong options.")
        {
            json,
        };
        command.SetAction(result =>
        {
            var options = SpeechEngine.Options(model: null);
            using var http = new HttpClient();
            var resolver = SpeechEngine.Resolver(options, http);
            IReadOnlyList<Model> models = [.. ModelResolver.PublishedNames.Select(name => Model.Find(resolver, name))];
            if (result.GetValue(json))
            {
                CommandJson.Write(new { builtIn = ModelResolver.BuiltIn, cache = options.Cache, models });
            }
            else
            {
                List(Console.Out, models, options.Cache);
            }
        });
        return command;
    }

    private static void List(TextWriter output, IReadOnlyList<Model> models, string cache)
    {
        output.WriteLine($"{ModelResolver.BuiltIn,-24} is included: {ModelResolver.DisplayName(ModelResolver.BuiltIn)}");
        foreach (var model in models)
        {
            var state = model.Bytes is { } bytes
                ? string.Create(CultureInfo.InvariantCulture, $"downloaded, {bytes / (1024.0 * 1024.0):0} MiB")
                : "downloaded on first use";
            output.WriteLine($"{model.Name,-24} {state}");
        }

        output.WriteLine();
        output.WriteLine($"Downloads are kept in {cache}. Models whose names end in .en transcribe English only.");
        output.WriteLine("To compare one on your audio: ./paperledge transcribe talk.mp3 --model small");
        output.WriteLine(
            "To use one for the show: ./paperledge run --model small, or Whisper__Model in local.settings.json. " +
            "A ggml file's path works too.");
    }

    // Without bytes, it is not on this machine.
    private sealed record Model(string Name, string File, long? Bytes)
    {
        public static Model Find(ModelResolver resolver, string name)
        {
            var file = new FileInfo(resolver.CachePathOf(name));
            return new Model(name, file.FullName, file.Exists ? file.Length : null);
        }
    }
}
