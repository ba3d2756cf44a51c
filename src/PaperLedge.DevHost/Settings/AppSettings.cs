using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Settings;

/// <summary>The app's settings: environment variables, then <c>local.settings.json</c>, then <c>host.json</c>.</summary>
/// <remarks>
/// Of <c>local.settings.json</c>, <c>Values</c> are used, and <c>Host.LocalHttpPort</c> as <c>DevHost__Port</c>.
/// <c>host.json</c> has the prefix <c>AzureFunctionsJobHost</c>, so that
/// <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides it:
/// https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values.
/// </remarks>
internal sealed partial class AppSettings
{
    private readonly Dictionary<string, string> _values;

    private AppSettings(Dictionary<string, string> values, IConfigurationRoot configuration) =>
        (_values, Configuration) = (values, configuration);

    // All settings, with : between the parts of a name.
    public IConfigurationRoot Configuration { get; }

    public IReadOnlyDictionary<string, string> WorkerVariables => _values;

    /// <param name="hostJson">Path of the app's <c>host.json</c>.</param>
    /// <param name="settingsFile">Path of a settings file, which may be missing.</param>
    /// <param name="environment">The environment variables.</param>
    /// <exception cref="StartException">A file is invalid.</exception>
    public static AppSettings Load(string hostJson, string settingsFile, IDictionary environment)
    {
        var values = LocalSettingsFile.Read(settingsFile);
        var variables = environment.Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var set in variables.Keys)
        {
            values.Remove(set);
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(ReadHostJson(hostJson))
            .AddInMemoryCollection(Keys(values))
            .AddInMemoryCollection(Keys(variables))
            .Build();
        return new AppSettings(values, configuration);
    }

    /// <summary>Replaces <c>%Name%</c> in the texts of triggers by the setting's value.</summary>
    /// <exception cref="StartException">A setting is missing.</exception>
    public string Resolve(string text, string function) => Expression().Replace(text, match =>
        Configuration[Key(match.Groups[1].Value)]
        ?? throw new StartException(
            $"Function '{function}': the setting '{match.Groups[1].Value}' that '{text}' names is missing; " +
            "add it to local.settings.json or the environment."));

    private static IEnumerable<KeyValuePair<string, string?>> Keys<TValue>(IReadOnlyDictionary<string, TValue> values) =>
        values.Select(value => KeyValuePair.Create(Key(value.Key), value.Value?.ToString()));

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static Dictionary<string, string?> ReadHostJson(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path).Build().AsEnumerable()
                .ToDictionary(pair => $"{HostJson.Section}:{pair.Key}", pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException)
        {
            throw new StartException($"{path} cannot be read as JSON: {failure.InnerException?.Message ?? failure.Message}", failure);
        }
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Expression();
}

/// <summary>Reads <c>Values</c> of a <c>local.settings.json</c>, and <c>Host.LocalHttpPort</c> as <c>DevHost__Port</c>.</summary>
public static class LocalSettingsFile
{
    private static readonly JsonDocumentOptions s_lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <returns>Values by their variables' names; empty if the file does not exist.</returns>
    /// <exception cref="StartException">The file is invalid.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return values;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), s_lenient);
            var root = document.RootElement;
            if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                throw new StartException($"{path} is encrypted; decrypt it with 'func settings decrypt'.");
            }

            if (root.TryGetProperty("Host", out var host) && host.TryGetProperty("LocalHttpPort", out var port))
            {
                values[$"{DevHostOptions.Section}__{nameof(DevHostOptions.Port)}"] = port.ToString();
            }

            if (root.TryGetProperty("Values", out var settings))
            {
                foreach (var setting in settings.EnumerateObject())
                {
                    var isNested = setting.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
                    values[setting.Name.Replace(":", "__", StringComparison.Ordinal)] = isNested
                        ? throw new StartException($"{path}: {setting.Name} must be a string; write nested names with '__'.")
                        : setting.Value.ToString();
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new StartException($"{path} is not a settings file: {failure.Message}", failure);
        }

        return values;
    }
}
