using System.CommandLine;

namespace PaperLedge.Benchmarks.Scaling;

/// <summary><c>bench scaling</c>.</summary>
internal static class ScalingCommand
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Seed of the simulation.", DefaultValueFactory = _ => 1 };
        var busyShare = new Option<double>("--busy-share")
        {
            Description = "Share of a day's uploads that comes in the busy hours.",
            DefaultValueFactory = _ => 0.5,
        };
        var busyHours = new Option<double>("--busy-hours") { Description = "Busy hours of a day.", DefaultValueFactory = _ => 4 };
        var interval = new Option<double>("--decision-interval")
        {
            Description = "Seconds between two decisions of the host about the number of instances.",
            DefaultValueFactory = _ => 10,
        };
        var step =
            new Option<int>("--max-step") { Description = "Instances that one decision adds at most.", DefaultValueFactory = _ => 4 };
        var startUp = new Option<double>("--start-up")
        {
            Description = "Seconds from a decision until the new instance takes a message.",
            DefaultValueFactory = _ => 15,
        };
        var idle = new Option<double>("--idle-limit")
        {
            Description = "Seconds without a message after which an instance is removed.",
            DefaultValueFactory = _ => 300,
        };
        var tiny =
            new Option<FileInfo?>("--tiny-model") { Description = "A file with the weights of tiny or tiny.en, to measure it as well." };
        var command = new Command(
            "scaling",
            "Measures a piece of an episode, simulates days of uploads on instances that the host adds and removes, " +
            "and writes docs/scaling.md.")
        {
            seed, busyShare, busyHours, interval, step, startUp, idle, tiny,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var host = new HostScaling(
                MaxInstances: 100,
                TimeSpan.FromSeconds(result.GetValue(interval)),
                result.GetValue(step),
                TimeSpan.FromSeconds(result.GetValue(startUp)),
                TimeSpan.FromSeconds(result.GetValue(idle)),
                PollInterval: TimeSpan.FromSeconds(2));
            var day = new UploadDay(0, TimeSpan.FromMinutes(45), result.GetValue(busyShare), result.GetValue(busyHours));
            var benchmark = new ScalingBenchmark(host, day, result.GetValue(seed));
            await benchmark.RunAsync(result.GetValue(tiny)?.FullName, cancellationToken);
        });
        return command;
    }
}
