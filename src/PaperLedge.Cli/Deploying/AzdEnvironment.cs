using System.Text.Json;
using PaperLedge.Cli.Commands;

namespace PaperLedge.Cli.Deploying;

/// <summary>An environment of azd: the settings and the outputs of one deployment, kept in the folder <c>.azure</c>.</summary>
internal sealed class AzdEnvironment(AzureTools tools, string name)
{
    public const string DefaultName = "paperledge";

    /// <summary>azd sets it for its hooks.</summary>
    public const string NameVariable = "AZURE_ENV_NAME";

    public string Name => name;

    /// <summary>Makes the environment if it does not exist.</summary>
    /// <param name="subscription">The subscription's ID.</param>
    /// <param name="location">Null if it exists already.</param>
    /// <exception cref="CommandException">It does not exist, and there is no location to make it with.</exception>
    public async Task EnsureAsync(string subscription, string? location, CancellationToken cancellationToken)
    {
        var json = await tools.RunAsync(AzureTools.Azd, ["env", "list", "--output", "json"], cancellationToken);
        if (JsonSerializer.Deserialize<List<Listed>>(json)!.Exists(each => each.Name == name))
        {
            return;
        }

        if (location is null)
        {
            throw new CommandException(
                $"There is no deployment '{name}' yet. Choose its region with --location, such as --location westeurope " +
                "(az account list-locations lists them; not all have Flex Consumption: az functionapp list-flexconsumption-locations).",
                ExitCode.Unreadable);
        }

        await tools.RunAsync(
            AzureTools.Azd,
            ["env", "new", name, "--subscription", subscription, "--location", location, "--no-prompt"],
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        var json = await tools.RunAsync(
            AzureTools.Azd, ["env", "get-values", "--environment", name, "--output", "json"], cancellationToken);
        using var values = JsonDocument.Parse(json);
        return values.RootElement.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.ToString());
    }

    public Task SetAsync(string key, string value, CancellationToken cancellationToken) =>
        tools.RunAsync(AzureTools.Azd, ["env", "set", key, value, "--environment", name], cancellationToken);

    private sealed record Listed(string Name);
}
