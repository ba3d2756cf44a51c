using System.CommandLine;

namespace PaperLedge.Benchmarks.Feed;

/// <summary><c>bench feed</c>, and the server of files that it is compared with.</summary>
internal static class FeedCommand
{
    public static Command Create()
    {
        var episodes = new Option<int>("--episodes") { Description = "Episodes of the show.", DefaultValueFactory = _ => 10_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => 8 };
        var rounds = new Option<int>("--rounds") { Description = "Times that each is measured; medians count.", DefaultValueFactory = _ => 3 };
        var command = new Command("feed", "Serving the feed: requests a second beside a file's, memory, and directories that ask while an episode comes out.")
        {
            episodes, seconds, rounds,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var benchmark = new FeedBenchmark(result.GetValue(episodes), result.GetValue(seconds), result.GetValue(rounds));
            await benchmark.RunAsync(cancellationToken);
        });
        return command;
    }

    /// <summary>A process of its own, as the app is one.</summary>
    public static Command CreateFileServer()
    {
        var folder = new Argument<DirectoryInfo>("folder");
        var port = new Argument<int>("port");
        var command = new Command("file-server", "Kestrel and a folder.") { folder, port };
        command.Hidden = true;
        command.SetAction((result, cancellationToken) =>
            FileServer.RunAsync(result.GetRequiredValue(folder).FullName, result.GetRequiredValue(port), cancellationToken));
        return command;
    }
}
