using System.Reflection;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.Deployment;

/// <summary>The templates in infra, compiled and evaluated by the Bicep command line.</summary>
internal sealed class Template
{
    private const string Id = "00000000-0000-0000-0000-000000000001";

    private static readonly Lazy<Task<Template>> s_default = new(() => EvaluateAsync([]));

    private readonly JsonElement _snapshot;

    private Template(JsonElement snapshot) => _snapshot = snapshot;

    /// <summary>main.bicep with its default parameters, which are evaluated once for all tests.</summary>
    public static Task<Template> Default => s_default.Value;

    public static string Folder { get; } = Path.Combine(Repository.Root, "infra");

    public IEnumerable<JsonElement> Resources => _snapshot.GetProperty("predictedResources").EnumerateArray();

    public IEnumerable<string> Outputs => _snapshot.GetProperty("outputs").EnumerateObject().Select(output => output.Name);

    /// <summary>Evaluates main.bicep as Azure would before a deployment: what only Azure knows stays an expression.</summary>
    /// <param name="variables">The variables that main.bicepparam reads.</param>
    public static Task<Template> EvaluateAsync(params (string Name, string Value)[] variables) =>
        EvaluateAsync("main.bicepparam", ["--location", "westeurope"], variables);

    /// <summary>Evaluates a template for a resource group.</summary>
    /// <param name="parameters">The content of a parameters' file.</param>
    public static Task<Template> EvaluateInGroupAsync(string parameters) =>
        EvaluateAsync("test.bicepparam", ["--resource-group", "rg-test"], [], parameters);

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

    private static async Task<Template> EvaluateAsync(
        string parameters, string[] scope, (string Name, string Value)[] variables, string? content = null)
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
            if (content is not null)
            {
                await File.WriteAllTextAsync(file, content);
            }

            await RunAsync(
                [
                    "snapshot", file, "--mode", "overwrite",
                    "--tenant-id", Id, "--subscription-id", Id, "--deployment-name", "test", .. scope,
                ],
                variables);
            await using var result = File.OpenRead(Path.ChangeExtension(file, "snapshot.json"));
            using var snapshot = await JsonDocument.ParseAsync(result);
            return new Template(snapshot.RootElement.Clone());
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
