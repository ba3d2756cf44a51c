using System.Globalization;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Settings;

/// <summary>What the development host reads of <c>host.json</c> itself; the storage extensions bind their own sections.</summary>
/// <param name="RoutePrefix">Without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">Zero for none.</param>
internal sealed record HostJson(string RoutePrefix, TimeSpan FunctionTimeout)
{
    /// <summary>Where the host keeps the file in its configuration.</summary>
    public const string Section = "AzureFunctionsJobHost";

    /// <summary>The host's default away from the Consumption plan.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <summary>The longest time that a .NET timer can wait, rounded down.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    /// <exception cref="StartException">A value is wrong.</exception>
    public static HostJson Read(IConfiguration settings)
    {
        var file = settings.GetSection(Section);
        if (file["version"] is { } version && version != "2.0")
        {
            throw new StartException($"host.json: version is '{version}'; write \"2.0\".");
        }

        Refuse(file, "", "version", "functionTimeout", "logging", "extensions");
        Refuse(file.GetSection("extensions"), "extensions.", "http", "blobs", "queues");
        Refuse(file.GetSection("extensions:http"), "extensions.http.", "routePrefix");
        return settings["WEBSITE_TIME_ZONE"] is { Length: > 0 }
            ? throw new StartException("The development host does not support WEBSITE_TIME_ZONE: schedules are in UTC.")
            : new HostJson((file["extensions:http:routePrefix"] ?? "api").Trim('/'), ReadTimeout(file["functionTimeout"]));
    }

    /// <exception cref="StartException">A part of the file is not among those that the development host has.</exception>
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
            return DefaultTimeout;
        }

        if (text == "-1")
        {
            return TimeSpan.Zero;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero && timeout <= LongestTimeout
            ? timeout
            : throw new StartException($"host.json: functionTimeout is '{text}'; write hh:mm:ss of at most {LongestTimeout.TotalDays:0} days, or -1 for none.");
    }
}
