using System.CommandLine;

namespace PaperLedge.Benchmarks.Reading;

/// <summary><c>bench audio</c>.</summary>
internal static class AudioCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "Number of measurements; their median is used.",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command("audio", "Processor time for inspecting and decoding ten minutes of audio, beside plain ffmpeg.")
        {
            rounds,
        };
        command.SetAction((result, cancellationToken) => new AudioBenchmark(result.GetValue(rounds)).RunAsync(cancellationToken));
        return command;
    }
}
