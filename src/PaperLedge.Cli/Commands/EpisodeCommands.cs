using System.CommandLine;
using PaperLedge.Cli.Publishing;
using Spectre.Console;

namespace PaperLedge.Cli.Commands;

/// <summary>The commands that ask the app to do something with an episode, and then follow it.</summary>
internal static class EpisodeCommands
{
    public static Command CreateRetry() => Create(
        "retry",
        "Process a failed upload again, or a published one with the engine and model of now. " +
        "Exits with 0 if the episode was accepted, 1 if it was refused or failed, 2 if the app cannot be asked.",
        "The app tries again.",
        (app, slug, cancellationToken) => app.RetryAsync(slug, cancellationToken));

    public static Command CreateRelease() => Create(
        "release",
        "Publish an episode that is held for review (\"hold\": true in its sidecar or in show.json). " +
        "Exits with 0 if the episode was accepted, 1 if it stays held or failed, 2 if the app cannot be asked.",
        "The episode is released.",
        (app, slug, cancellationToken) => app.ReleaseAsync(slug, cancellationToken));

    /// <returns>The argument of every command about one episode.</returns>
    public static Argument<string> Slug() => new("SLUG")
    {
        Description = "The episode's name: its audio's without the extension. './paperledge status' lists them.",
    };

    private static Command Create(
        string name, string description, string done, Func<AppClient, string, CancellationToken, Task> send)
    {
        var slug = Slug();
        var noWait = LocalOptions.NoWait("the app's answer");
        var json = LocalOptions.Json();
        var options = new AppOptions();
        var command = new Command(name, description) { slug, noWait, json };
        options.AddTo(command);
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(async () =>
        {
            var isJson = result.GetValue(json);
            var console = isJson ? Terminal.Error : Terminal.Output;
            var episode = result.GetRequiredValue(slug);
            using var http = options.Require(result).Connect();
            var app = new AppClient(http);
            await send(app, episode, cancellationToken);
            if (result.GetValue(noWait))
            {
                console.WriteLine($"{done} What becomes of it: ./paperledge status {episode}");
                if (isJson)
                {
                    CommandJson.Write(new { accepted = true, episodes = Array.Empty<EpisodeOutcome>() });
                }

                return ExitCode.Success;
            }

            var outcome = EpisodeOutcome.Of(
                episode, await new Following(app, console).UntilSettledAsync([episode], uploads: null, cancellationToken));
            if (isJson)
            {
                CommandJson.Write(new { accepted = outcome.IsAccepted, episodes = new[] { outcome } });
            }
            else
            {
                outcome.Write(console);
            }

            return outcome.IsAccepted ? ExitCode.Success : ExitCode.Failed;
        }));
        return command;
    }
}
