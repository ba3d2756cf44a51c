using System.Reflection;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.Deployment;

/// <summary>The templates in infra, compiled and evaluated by the Bicep command line.</summary>
internal sealed class Template : IDisposable
{
    private const string Id = "00000000-0000-0000-0000-000000000001";

    private readonly JsonDocument _snapshot;

    private Template(JsonDocument snapshot) => _snapshot = snapshot;

    public static string Folder { get; } = Path.Combine(Repository.Root, "infra");

    public IEnumerable<JsonElement> Resources => _snapshot.RootElement.GetProperty("predictedResources").EnumerateArray();

    public IEnumerable<string> Outputs => _snapshot.RootElement.GetProperty("outputs").EnumerateObject().Select(output => output.Name);

    /// <summary>Evaluates parameters as Azure would before a deployment: what only Azure knows stays an expression.</summary>
    /// <param name="parameters">A file in <see cref="Folder"/>, or the content of one.</param>
    public static async Task<Template> EvaluateAsync(string parameters = "main.bicepparam", params (string Name, string Value)[] variables)
    {
        // The result is written beside the parameters.
        var copy = Directory.CreateTempSubdirectory("paperledge-infra-").FullName;
        try
        {
            foreach (var source in Directory.EnumerateFiles(Folder))
            {
                File.Copy(source, Path.Combine(copy, Path.GetFileName(source)));
            }

            var file = Path.Combine(copy, parameters);
            if (parameters.StartsWith("using", StringComparison.Ordinal))
            {
                file = Path.Combine(copy, "test.bicepparam");
                await File.WriteAllTextAsync(file, parameters);
            }

            await RunAsync(
                [
                    "snapshot", file, "--mode", "overwrite", "--tenant-id", Id, "--subscription-id", Id, "--resource-group", "rg-test",
                    "--location", "westeurope", "--deployment-name", "test",
                ],
                variables);
            await using var result = File.OpenRead(Path.ChangeExtension(file, "snapshot.json"));
            return new Template(await JsonDocument.ParseAsync(result));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <returns>Everything that it printed; without warnings and results, nothing.</returns>
    public static async Task<string> RunAsync(string[] arguments, params (string Name, string Value)[] variables)
    {
        var program = typeof(Template).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "BicepPath").Value!;
        if (!OperatingSystem.IsWindows())
        {
            // The package does not say that it is a program.
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        }

        var result = await global::CliWrap.Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables.ToDictionary(variable => variable.Name, variable => (string?)variable.Value))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        var printed = result.StandardOutput + result.StandardError;
        Assert.True(result.IsSuccess, printed);
        return printed;
    }

    public IReadOnlyList<JsonElement> OfType(string type) =>
        [.. Resources.Where(resource => resource.GetProperty("type").ValueEquals(type))];

    /// <returns>Names without those of their parents.</returns>
    public IReadOnlyList<string> NamesOf(string type) =>
        [.. OfType(type).Select(resource => resource.GetProperty("name").GetString()!.Split('/')[^1])];

    /// <param name="app">Such as <c>web</c>.</param>
    public Dictionary<string, string> SettingsOf(string app) => OfType("Microsoft.Web/sites/config")
        .Single(config => config.GetProperty("name").GetString()!.StartsWith($"pl-{app}-", StringComparison.Ordinal))
        .GetProperty("properties")
        .EnumerateObject()
        .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);

    public void Dispose() => _snapshot.Dispose();
}
