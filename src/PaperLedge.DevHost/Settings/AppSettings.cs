using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Settings;

/// <summary>
/// The app's settings: environment variables, and below them the <c>Values</c> of a <c>local.settings.json</c>, whose
/// <c>Host.LocalHttpPort</c> stands for <c>DevHost__Port</c>. <c>host.json</c> lies below both, under <c>AzureFunctionsJobHost</c>,
/// so that <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides it:
/// https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values.
/// </summary>
internal sealed partial class AppSettings
{
    private readonly Dictionary<string, string> _values;

    private AppSettings(Dictionary<string, string> values, IConfigurationRoot configuration) => (_values, Configuration) = (values, configuration);

    /// <summary>All settings, with <c>:</c> between the parts of a name.</summary>
    public IConfigurationRoot Configuration { get; }

    /// <summary>What the worker must get in its environment beside the variables that it inherits.</summary>
    public IReadOnlyDictionary<string, string> WorkerVariables => _values;

    /// <param name="hostJson">Path of the app's <c>host.json</c>.</param>
    /// <param name="settingsFile">Path of a settings file, which need not exist.</param>
    /// <param name="environment">The environment variables.</param>
    /// <exception cref="StartException">A file is not what it should be.</exception>
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

    /// <summary>Puts settings into the texts of triggers: <c>%Name%</c> is the setting's value.</summary>
    /// <exception cref="StartException">A setting is missing.</exception>
    public string Resolve(string text, string function) => Expression().Replace(text, match =>
        Configuration[Key(match.Groups[1].Value)]
        ?? throw new StartException($"Function '{function}': the setting '{match.Groups[1].Value}' that '{text}' names is missing; add it to local.settings.json or the environment."));

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

/// <summary>The <c>Values</c> of a <c>local.settings.json</c> by their variables' names, and <c>Host.LocalHttpPort</c> as <c>DevHost__Port</c>.</summary>
public static class LocalSettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <returns>An empty set if the file does not exist.</returns>
    /// <exception cref="StartException">The file is not what it should be.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
        {
            return values;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
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
                    values[setting.Name.Replace(":", "__", StringComparison.Ordinal)] = setting.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
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
