using System.CommandLine;

namespace PaperLedge.Benchmarks.Speech;

/// <summary><c>bench whisper</c>.</summary>
internal static class WhisperCommand
{
    public static Command Create()
    {
        var cli = new Option<FileInfo?>("--whisper-cli") { Description = "whisper.cpp's program, to be run side by side." };
        var threads = new Option<int>("--threads") { Description = "Threads on both sides.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var rounds = new Option<int>("--rounds") { Description = "Times that each is measured; medians count.", DefaultValueFactory = _ => 3 };
        var memory = new Option<bool>("--memory") { Description = "Also compare the memory of ten minutes and of three hours." };
        var command = new Command("whisper", "Speech recognition: speed, memory, and what 8 bits cost.") { cli, threads, rounds, memory };
        command.SetAction(async (result, _) =>
        {
            var benchmark = new WhisperBenchmark(result.GetValue(cli)?.FullName, result.GetValue(threads), result.GetValue(rounds));
            await benchmark.RunAsync(result.GetValue(memory));
        });
        return command;
    }
}
