using System.Text.Json;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Settings;

/// <summary>
/// <c>local.settings.json</c> in the current directory: its <c>Values</c> stand for environment variables, which win over them;
/// <c>Host.LocalHttpPort</c> stands for <c>LocalWorker__Port</c>.
/// </summary>
internal static class LocalSettingsFile
{
    public const string Name = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <returns>Configuration keys and values; none if there is no file.</returns>
    /// <exception cref="RefusedException">The file is not what it should be.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
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
                throw new RefusedException($"{path} is encrypted; decrypt it with 'func settings decrypt'.");
            }

            if (root.TryGetProperty("Host", out var host) && host.TryGetProperty("LocalHttpPort", out var port))
            {
                values[$"{LocalWorkerOptions.Section}:{nameof(LocalWorkerOptions.Port)}"] = port.ToString();
            }

            if (root.TryGetProperty("Values", out var settings))
            {
                foreach (var setting in settings.EnumerateObject())
                {
                    values[setting.Name.Replace("__", ":", StringComparison.Ordinal)] = Text(setting, path);
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new RefusedException($"{path} is no settings file: {failure.Message}");
        }

        return values;
    }

    private static string Text(JsonProperty setting, string path) => setting.Value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new RefusedException($"{path}: {setting.Name} must be a string; write nested names with '__'."),
        _ => setting.Value.ToString(),
    };
}
