using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Speech;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Benchmarks.Speech;

internal static class SpeechCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A model's name or a ggml file.", DefaultValueFactory = _ => "builtin" };
        var cli = new Option<FileInfo?>("--whisper-cli") { Description = "whisper.cpp's program; built under artifacts/ if left out." };
        var alone = new Option<bool>("--alone") { Description = "Measure PaperLedge without whisper.cpp." };
        var remember = new Option<bool>("--remember")
        {
            Description = "Do not run whisper.cpp again on audio that it has heard in an earlier run with this option; "
                + "its times are then of that run.",
        };
        var net = new Option<bool>("--whisper-net") { Description = "Also measure PaperLedge's other engine, Whisper.net." };
        var rows = new Option<string[]>("--row")
        {
            Description = "The beginning of a row's name; may be repeated. "
                + "Only a run of all rows with whisper.cpp is written to bench/RESULTS.md.",
        };
        var samples = new Option<DirectoryInfo?>("--samples") { Description = "A folder with the samples' audio; samples/ if left out." };
        var keep = new Option<DirectoryInfo?>("--keep")
        {
            Description = "A folder that receives the audio, the transcripts, the logs, and where the texts differ.",
        };
        var profile = new Option<bool>("--profile")
        {
            Description = "Print where the time of each of PaperLedge's runs goes, thread by thread.",
        };
        var accuracy = new Option<bool>("--accuracy")
        {
            Description = "Read 11,000 words instead of the table's rows: the readings at other tempos and levels, and the human clips.",
        };
        var command = new Command("speech", "Speech recognition beside whisper.cpp: words, times, work and memory.")
        {
            model, cli, alone, remember, net, rows, accuracy, profile, samples, keep,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var root = BenchRoot.Find();
            var name = result.GetRequiredValue(model);
            var programs = new List<SpeechProgram> { new PaperLedgeProgram(root, name, WhisperEngine.Onnx) };
            if (!result.GetValue(alone))
            {
                var program = result.GetValue(cli)?.FullName ?? await WhisperCppBuild.MakeAsync(root);
                var file = await ModelFileAsync(name, cancellationToken);
                var theirs = new WhisperCpp(program, file);
                programs.Add(result.GetValue(remember)
                    ? new RememberedProgram(theirs, Path.Combine(root, "artifacts", "bench-speech"), file)
                    : theirs);
            }

            if (result.GetValue(net))
            {
                programs.Add(new PaperLedgeProgram(root, name, WhisperEngine.WhisperNet));
            }

            var folder = result.GetValue(samples)?.FullName ?? Path.Combine(root, "samples");
            var all = new SpeechRows(root, folder);
            var benchmark = new SpeechBenchmark(
                Path.GetFileName(name),
                programs,
                result.GetValue(accuracy) ? all.AccuracyIn : all.MadeIn,
                result.GetValue(rows) ?? [],
                result.GetValue(profile));
            var isWhole = !result.GetValue(accuracy)
                && result.GetValue(rows) is not { Length: > 0 }
                && !result.GetValue(alone)
                && !result.GetValue(remember);
            await benchmark.RunAsync(result.GetValue(keep)?.FullName, isWhole ? Path.Combine(root, "bench", "RESULTS.md") : null);
        });
        return command;
    }

    private static async Task<string> ModelFileAsync(string name, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        return await new ModelResolver(
            new WhisperOptions { Model = name }, http, TimeProvider.System, NullLogger<ModelResolver>.Instance)
            .ResolveAsync(name, cancellationToken);
    }
}
