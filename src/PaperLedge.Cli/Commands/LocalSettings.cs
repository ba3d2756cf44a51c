using System.Text.Json;

namespace PaperLedge.Cli.Commands;

/// <summary>What <c>run</c> has to know of <c>local.settings.json</c>; the function app reads all of it itself.</summary>
/// <param name="Storage"><c>AzureWebJobsStorage</c>.</param>
/// <param name="Port">Of the function app.</param>
/// <param name="FunctionKey">Null if none is set.</param>
internal sealed record LocalSettings(string? Storage, int? Port, string? FunctionKey)
{
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public bool IsDevelopmentStorage => Storage?.Trim().TrimEnd(';').Equals(DevelopmentStorage, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Environment variables win over the file, as they do in the app.</summary>
    /// <exception cref="CommandException">The file is no settings file.</exception>
    public static LocalSettings Read(string path, Func<string, string?> environment)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            var root = document.RootElement;
            var values = root.TryGetProperty("Values", out var found) ? found : default;
            string? Value(string name) =>
                environment(name) ??
                (values.ValueKind == JsonValueKind.Object && values.TryGetProperty(name, out var value) ? value.ToString() : null);

            var port = Value("LocalWorker__Port") ??
                (root.TryGetProperty("Host", out var host) && host.TryGetProperty("LocalHttpPort", out var number) ? number.ToString() : null);
            return new LocalSettings(
                Value("AzureWebJobsStorage"),
                int.TryParse(port, out var parsed) ? parsed : null,
                Value("LocalWorker__FunctionKey") is { Length: > 0 } key ? key : null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CommandException(
                $"{path} is no settings file: {exception.Message} Correct it, or remove it to start again from the sample.", exception);
        }
    }
}
