using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Whisper;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Benchmarks.Speech;

/// <summary><c>bench speech</c>.</summary>
internal static class SpeechCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A model's name or a ggml file.", DefaultValueFactory = _ => "builtin" };
        var cli = new Option<FileInfo?>("--whisper-cli") { Description = "whisper.cpp's program; built under artifacts/ if left out." };
        var alone = new Option<bool>("--alone") { Description = "Measure PaperLedge without whisper.cpp." };
        var net = new Option<bool>("--whisper-net") { Description = "Also measure PaperLedge's other engine, Whisper.net." };
        var rows = new Option<string[]>("--row") { Description = "The beginning of a row's name; may be repeated. Only a run of all rows is written to bench/RESULTS.md." };
        var samples = new Option<DirectoryInfo?>("--samples") { Description = "A folder with the samples' audio; samples/ if left out." };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "A folder that receives the audio, the transcripts, the logs, and where the texts differ." };
        var command = new Command("speech", "Speech recognition beside whisper.cpp: words, times, work and memory.") { model, cli, alone, net, rows, samples, keep };
        command.SetAction(async (result, cancellationToken) =>
        {
            var root = BenchRoot.Find();
            var name = result.GetRequiredValue(model);
            var programs = new List<SpeechProgram> { new PaperLedgeProgram(root, name, WhisperEngine.Onnx) };
            if (!result.GetValue(alone))
            {
                var program = result.GetValue(cli)?.FullName ?? await WhisperCppBuild.MakeAsync(root);
                programs.Add(new WhisperCpp(program, await ModelFileAsync(name, cancellationToken)));
            }

            if (result.GetValue(net))
            {
                programs.Add(new PaperLedgeProgram(root, name, WhisperEngine.WhisperNet));
            }

            var folder = result.GetValue(samples)?.FullName ?? Path.Combine(root, "samples");
            await new SpeechBenchmark(root, programs, folder, result.GetValue(rows) ?? [], result.GetValue(keep)?.FullName).RunAsync();
        });
        return command;
    }

    private static async Task<string> ModelFileAsync(string name, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        return await new ModelResolver(new WhisperOptions { Model = name }, http, TimeProvider.System, NullLogger<ModelResolver>.Instance).ResolveAsync(name, cancellationToken);
    }
}
