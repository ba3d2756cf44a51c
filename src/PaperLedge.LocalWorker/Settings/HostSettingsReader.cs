using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Settings;

/// <summary>
/// Reads host.json. Any of its values is overridden by a setting <c>AzureFunctionsJobHost__extensions__queues__batchSize</c>,
/// as by the host: https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values.
/// </summary>
internal static class HostSettingsReader
{
    public const string OverridesSection = "AzureFunctionsJobHost";

    /// <summary>The host's default away from the Consumption plan.</summary>
    private static readonly TimeSpan DefaultFunctionTimeout = TimeSpan.FromMinutes(30);

    /// <summary>What a timer of the runtime can wait, rounded down.</summary>
    private static readonly TimeSpan LongestFunctionTimeout = TimeSpan.FromDays(24);

    /// <exception cref="RefusedException">The file cannot be read.</exception>
    public static IConfigurationRoot Load(string path, IConfiguration settings)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(path, optional: true, reloadOnChange: false)
                .AddInMemoryCollection(settings.GetSection(OverridesSection).AsEnumerable(makePathsRelative: true))
                .Build();
        }
        catch (Exception failure) when (failure is InvalidDataException or FormatException)
        {
            throw new RefusedException($"{path} is not valid JSON: {failure.InnerException?.Message ?? failure.Message}");
        }
    }

    /// <exception cref="RefusedException">A value is of the wrong kind or out of range.</exception>
    public static HostSettings Read(IConfiguration hostJson)
    {
        var refusals = new Refusals();
        if (hostJson["version"] is { } version && version != "2.0")
        {
            refusals.Add($"host.json: version is '{version}'; write \"2.0\".");
        }

        var settings = new HostSettings(
            (hostJson["extensions:http:routePrefix"] ?? "api").Trim('/'),
            FunctionTimeout(hostJson["functionTimeout"], refusals),
            Section<BlobSettings>(hostJson, "extensions:blobs", refusals),
            Section<QueueSettings>(hostJson, "extensions:queues", refusals));
        refusals.ThrowIfAny();
        return settings;
    }

    private static TimeSpan FunctionTimeout(string? text, Refusals refusals)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return DefaultFunctionTimeout;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout != TimeSpan.Zero && timeout <= LongestFunctionTimeout)
        {
            return timeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout;
        }

        refusals.Add($"host.json: functionTimeout is '{text}'; write hh:mm:ss of at most 24 days, or -1 for none.");
        return DefaultFunctionTimeout;
    }

    private static T Section<T>(IConfiguration hostJson, string path, Refusals refusals)
        where T : class, new()
    {
        T settings;
        try
        {
            settings = hostJson.GetSection(path).Get<T>() ?? new T();
        }
        catch (InvalidOperationException failure)
        {
            refusals.Add($"host.json: {failure.Message}");
            return new T();
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        foreach (var result in results)
        {
            refusals.Add($"host.json, {path.Replace(':', '.')}: {result.ErrorMessage}");
        }

        return settings;
    }
}
