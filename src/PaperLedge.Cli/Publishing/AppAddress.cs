using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Processes;
using PaperLedge.Core.Text;

namespace PaperLedge.Cli.Publishing;

/// <summary>The app that a command asks.</summary>
/// <param name="Url">Ends with a slash.</param>
/// <param name="IsFound">True if nobody named it: it is the one that runs on this machine.</param>
internal sealed record AppAddress(Uri Url, string Key, bool IsFound)
{
    public const string UrlVariable = "PAPERLEDGE_APP", KeyVariable = "PAPERLEDGE_KEY";

    private const string HowToName =
        $"name another app with --app and --key, or with {UrlVariable} and {KeyVariable} in the environment or in local.settings.json";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    public Uri StatusPage => new(Url, $"status?code={Uri.EscapeDataString(Key)}");

    /// <param name="url">The command's own option, which takes precedence, as <paramref name="key"/> does.</param>
    /// <param name="settings">Its two values are used next, from the environment or the file.</param>
    /// <param name="running">The app that runs on this machine, or null.</param>
    /// <returns>Null if none is named and none is running.</returns>
    /// <exception cref="CommandException">The address is invalid, or there is no key for it.</exception>
    public static AppAddress? Find(string? url, string? key, LocalSettings settings, RunningApp? running)
    {
        key ??= settings[KeyVariable];
        if ((url ?? settings[UrlVariable]) is not { } named)
        {
            return running is null ? null : new(running.Address, key ?? running.Key, IsFound: true);
        }

        if (!Uri.TryCreate(named.TrimEnd('/') + "/", UriKind.Absolute, out var address) || !WebAddress.IsWeb(address))
        {
            throw new CommandException(
                $"'{named}' is not the address of an app: write it like https://podcast.example.org.", ExitCode.Unreadable);
        }

        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new CommandException(
                $"'{named}' is not https, so others could read the function key. Write https://.", ExitCode.Unreadable);
        }

        // Its key is sent to the running app only, not to whatever address is named.
        key ??= running?.Address == address ? running.Key : null;
        return key is not null
            ? new(address, key, IsFound: false)
            : throw new CommandException(
                $"The app at {address} needs its function key: give it with --key or {KeyVariable} " +
                "(in Azure: the function app's page, App keys).",
                ExitCode.Unreadable);
    }

    /// <exception cref="CommandException">There is no app; the message says what to do.</exception>
    public static AppAddress Required(AppAddress? address) => address ?? throw new CommandException(
        $"No app is running on this machine. Start it with './paperledge run', or {HowToName}.", ExitCode.Unreadable);

    /// <returns>Sends requests with the key.</returns>
    // A redirect would take the key along to another host.
    public HttpClient Connect() => new(new HttpClientHandler { AllowAutoRedirect = false })
    {
        BaseAddress = Url,
        Timeout = s_timeout,
        DefaultRequestHeaders = { { "x-functions-key", Key } },
    };
}
