using System.CommandLine;

namespace PaperLedge.Benchmarks.Serving;

/// <summary><c>bench serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var episodes = new Option<int>("--episodes") { Description = "Number of episodes in the show.", DefaultValueFactory = _ => 1_006 };
        var seconds = new Option<int>("--seconds") { Description = "Duration of each measurement.", DefaultValueFactory = _ => 4 };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Number of measurements; their median is used.",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command(
            "serve",
            "Requests a second for each public document beside a function that returns the same bytes; memory; " +
            "directories polling while episodes are published.")
        {
            episodes, seconds, rounds,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var benchmark = new ServeBenchmark(result.GetValue(episodes), result.GetValue(seconds), result.GetValue(rounds));
            await benchmark.RunAsync(cancellationToken);
        });
        return command;
    }
}
