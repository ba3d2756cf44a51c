using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using PaperLedge.Cli.Publishing;

namespace PaperLedge.Cli.Commands;

internal static class OpenCommand
{
    private const string Status = "status";

    // Without one of these variables, Linux has no screen to open a browser on.
    private static readonly string[] s_screens = ["DISPLAY", "WAYLAND_DISPLAY"];

    public static Command Create()
    {
        var page = new Argument<string?>("PAGE")
        {
            Description = $"An episode's name, or '{Status}' for the status page. Default: the show's page.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var options = new AppOptions();
        var command = new Command(
            "open",
            "Open the show, an episode or the status page in a browser, or print its address where there is no browser. " +
            "Exits with 0 if it was opened or printed, 1 if there is no such page, 2 if the app cannot be asked.")
        {
            page,
        };
        options.AddTo(command);
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(async () =>
        {
            var address = await FindAsync(options.Require(result), result.GetValue(page), cancellationToken);
            if (!TryOpen(address))
            {
                Console.Out.WriteLine(address);
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static async Task<Uri> FindAsync(AppAddress app, string? page, CancellationToken cancellationToken)
    {
        if (page is null or Status)
        {
            return page is null ? app.Url : app.StatusPage;
        }

        using var http = app.Connect();
        var episode = (await new AppClient(http).GetEpisodesAsync([page], cancellationToken)).Find(page)
            ?? throw new CommandException($"There is no episode '{page}'. './paperledge status' lists all of them.");
        return episode.Review ?? episode.Page
            ?? throw new CommandException($"'{page}' has no page yet: it is {episode.Status}. './paperledge status {page}' says more.");
    }

    private static bool TryOpen(Uri address)
    {
        if (OperatingSystem.IsLinux() && s_screens.All(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))))
        {
            return false;
        }

        try
        {
            using var browser = Process.Start(Browser(address.AbsoluteUri));
            return true;
        }
        catch (Win32Exception)
        {
            // There is no such program: the address is printed instead.
            return false;
        }
    }

    private static ProcessStartInfo Browser(string address) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo(address) { UseShellExecute = true }
        : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address]);
}
