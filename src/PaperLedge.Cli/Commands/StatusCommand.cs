using System.CommandLine;
using System.Text.Json;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PaperLedge.Cli.Commands;

internal static class StatusCommand
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var slug = new Argument<string?>("SLUG")
        {
            Description = "The name of one episode. Default: all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var watch = new Option<bool>("--watch") { Description = "Refresh until Ctrl+C." };
        var all = new Option<bool>("--all") { Description = "List every published episode, not only the newest." };
        var json = LocalOptions.Json();
        var app = new AppOptions();
        var command = new Command(
            "status",
            "Show where each episode is, what failed and what to do about it, most urgent first. " +
            "Exits with 0 if nothing failed, 1 if something did, 2 if the app cannot be asked.")
        {
            slug, watch, all, json,
        };
        app.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(json))
            {
                result.AddError("--watch and --json cannot be combined: call --json again instead.");
            }
        });
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(async () =>
        {
            using var http = app.Require(result).Connect();
            var status = new StatusView(new AppClient(http), result.GetValue(slug), result.GetValue(all));
            return result.GetValue(watch) ? await status.WatchAsync(Terminal.Output, s_pause, cancellationToken)
                : await status.ShowAsync(Terminal.Output, result.GetValue(json), cancellationToken);
        }));
        return command;
    }

    private sealed class StatusView(AppClient app, string? slug, bool isWhole)
    {
        public async Task<int> ShowAsync(IAnsiConsole console, bool isJson, CancellationToken cancellationToken)
        {
            var report = await ReadAsync(cancellationToken);
            if (isJson)
            {
                CommandJson.Write((slug, report.Episodes) switch
                {
                    (null, _) => report,
                    (_, [var episode, ..]) => episode,
                    _ => report.Uploads,
                });
            }
            else
            {
                console.Write(StatusTable.Create(report, slug, isWhole));
            }

            return StatusTable.HasFailed(report, slug) ? ExitCode.Failed : ExitCode.Success;
        }

        public async Task<int> WatchAsync(IAnsiConsole console, TimeSpan pause, CancellationToken cancellationToken)
        {
            if (!Terminal.IsInteractive(console))
            {
                return await WatchChangesAsync(console, pause, cancellationToken);
            }

            await console.Live(new Text("")).StartAsync(async live =>
            {
                while (true)
                {
                    live.UpdateTarget((await LookAsync(cancellationToken)).View);
                    await Task.Delay(pause, cancellationToken);
                }
            });
            return ExitCode.Success;
        }

        // In a log, the table is written again only when something has changed.
        private async Task<int> WatchChangesAsync(IAnsiConsole console, TimeSpan pause, CancellationToken cancellationToken)
        {
            for (var last = ""; ; await Task.Delay(pause, cancellationToken))
            {
                var (view, content) = await LookAsync(cancellationToken);
                if (content != last)
                {
                    last = content;
                    console.Write(view);
                }
            }
        }

        // An app that does not answer now may do so in a moment, as when its worker has been replaced.
        private async Task<(IRenderable View, string Content)> LookAsync(CancellationToken cancellationToken)
        {
            try
            {
                var report = await ReadAsync(cancellationToken);
                return (StatusTable.Create(report, slug, isWhole), JsonSerializer.Serialize(report with { Log = [] }));
            }
            catch (CommandException exception) when (exception.InnerException is HttpRequestException)
            {
                return (new Markup($"[red]{Markup.Escape(exception.Message)}[/]\n"), exception.Message);
            }
        }

        private async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
        {
            try
            {
                return slug is null ? await app.GetStatusAsync(cancellationToken) : await ReadOneAsync(slug, cancellationToken);
            }
            catch (HttpRequestException exception)
            {
                throw new CommandException(exception.Message, ExitCode.Unreadable, exception);
            }
        }

        private async Task<StatusReport> ReadOneAsync(string name, CancellationToken cancellationToken)
        {
            var followed = await app.GetEpisodesAsync([name], cancellationToken);
            return followed.Episodes.Count + followed.Refused.Count > 0
                ? new StatusReport(new ShowReport("", [], app.Url, []), followed.Episodes, followed.Refused, [])
                : throw new CommandException($"There is no episode '{name}'. './paperledge status' lists all of them.");
        }
    }
}
