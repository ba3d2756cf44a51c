using System.Globalization;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Settings;

/// <summary>The values of <c>host.json</c> that the development host uses; the storage extensions bind their own sections.</summary>
/// <param name="RoutePrefix">Without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">Zero for none.</param>
internal sealed record HostJson(string RoutePrefix, TimeSpan FunctionTimeout)
{
    public const string Section = "AzureFunctionsJobHost";

    // The host's default outside the Consumption plan.
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromMinutes(30);

    // The longest wait of a .NET timer, rounded down.
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(24);

    /// <exception cref="StartException">A value is wrong.</exception>
    public static HostJson Read(IConfiguration settings)
    {
        var file = settings.GetSection(Section);
        if (file["version"] is { } version && version != "2.0")
        {
            throw new StartException($"host.json: version is '{version}'; write \"2.0\".");
        }

        // This host sends no telemetry in any mode; the worker sends its own.
        Refuse(file, "", "version", "functionTimeout", "telemetryMode", "logging", "extensions");
        Refuse(file.GetSection("extensions"), "extensions.", "http", "blobs", "queues");
        Refuse(file.GetSection("extensions:http"), "extensions.http.", "routePrefix");
        return settings["WEBSITE_TIME_ZONE"] is { Length: > 0 }
            ? throw new StartException("The development host does not support WEBSITE_TIME_ZONE: schedules are in UTC.")
            : new HostJson((file["extensions:http:routePrefix"] ?? "api").Trim('/'), ReadTimeout(file["functionTimeout"]));
    }

    // Throws StartException for a part of the file that the development host does not support.
    private static void Refuse(IConfigurationSection section, string path, params string[] known)
    {
        if (section.GetChildren().FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new StartException($"host.json: the development host does not support {path}{unknown.Key}.");
        }
    }

    private static TimeSpan ReadTimeout(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return s_defaultTimeout;
        }

        if (text == "-1")
        {
            return TimeSpan.Zero;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout)
            && timeout > TimeSpan.Zero
            && timeout <= s_longestTimeout
            ? timeout
            : throw new StartException(
                $"host.json: functionTimeout is '{text}'; " +
                $"write hh:mm:ss of at most {s_longestTimeout.TotalDays:0} days, or -1 for none.");
    }
}
