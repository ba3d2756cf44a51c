using System.CommandLine;

namespace PaperLedge.Benchmarks.Faithfulness;

/// <summary><c>bench faithfulness</c>.</summary>
internal static class FaithfulnessCommand
{
    public static Command Create()
    {
        var cli = new Option<FileInfo?>("--whisper-cli") { Description = "whisper.cpp's program, to be compared with." };
        var command = new Command("faithfulness", "Speech recognition: word error rate, word times, and agreement with whisper.cpp.") { cli };
        command.SetAction((result, _) => new FaithfulnessBenchmark(result.GetValue(cli)?.FullName).RunAsync());
        return command;
    }
}
