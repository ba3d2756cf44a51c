using System.Globalization;
using System.Text.Json;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Publishing;
using PaperLedge.Core.Text;
using Spectre.Console;

namespace PaperLedge.Cli.Deploying;

/// <summary>Names in the environment of azd. infra/main.bicepparam reads the settings, and infra/main.bicep writes the outputs.</summary>
internal static class DeploymentValues
{
    // Settings.
    public const string Model = "PAPERLEDGE_MODEL";
    public const string PackagedModel = "PAPERLEDGE_PACKAGED_MODEL";
    public const string Show = "PAPERLEDGE_SHOW";
    public const string AlertEmail = "PAPERLEDGE_ALERT_EMAIL";
    public const string Domain = "PAPERLEDGE_DOMAIN";
    public const string BudgetStart = "PAPERLEDGE_BUDGET_START";

    // Of azd itself.
    public const string Subscription = "AZURE_SUBSCRIPTION_ID";

    // Outputs.
    public const string ResourceGroup = "AZURE_RESOURCE_GROUP";
    public const string WebApp = "PAPERLEDGE_WEB_APP";
    public const string WorkApp = "PAPERLEDGE_WORK_APP";
    public const string WebAddress = "PAPERLEDGE_WEB_ADDRESS";
    public const string Site = "PAPERLEDGE_SITE";
    public const string Storage = "PAPERLEDGE_STORAGE";
    public const string EventTopic = "PAPERLEDGE_EVENT_TOPIC";
    public const string DeadLetters = "PAPERLEDGE_DEAD_LETTERS";
    public const string DomainTarget = "PAPERLEDGE_DOMAIN_TARGET";
    public const string DomainProof = "PAPERLEDGE_DOMAIN_PROOF";
}

/// <summary>From a clone to a running site: checks, and what comes before azd makes the resources.</summary>
internal sealed class Deployment(AzureTools tools, AzdEnvironment environment, IAnsiConsole console, TimeProvider time)
{
    /// <summary>Checks this machine, stores the settings and calls <c>azd up</c>, whose hooks prepare and finish.</summary>
    /// <param name="settings">Values of <see cref="DeploymentValues"/> to store; they stay until they are given again.</param>
    /// <exception cref="CommandException">Something is missing or failed; the message says what to do.</exception>
    public async Task RunAsync(
        string? subscription, string? location, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        tools.EnsureInstalled();
        var account = await SignedInAsync(subscription, cancellationToken);
        await environment.EnsureAsync(account.Id, location, cancellationToken);
        foreach (var (key, value) in settings)
        {
            await environment.SetAsync(key, value, cancellationToken);
        }

        console.MarkupLineInterpolated($"Deploying '{environment.Name}' to the subscription {account.Name} ({account.Id})");
        await tools.ShowAsync(
            AzureTools.Azd,
            ["up", "--environment", environment.Name, "--no-prompt"],
            line => console.Profile.Out.Writer.WriteLine(line),
            cancellationToken);
    }

    /// <summary>Checks everything that would fail later, and makes the package.</summary>
    /// <param name="package">Makes the package with a model, or with the default if null, and returns the setting's value.</param>
    /// <exception cref="CommandException">Something is missing or invalid; the message says what to do.</exception>
    public async Task PrepareAsync(Func<string?, Task<string>> package, CancellationToken cancellationToken)
    {
        tools.EnsureInstalled();
        var values = await environment.ReadAsync(cancellationToken);
        await SignedInAsync(values.GetValueOrDefault(DeploymentValues.Subscription), cancellationToken);
        await ShowFiles.FindAsync(values.GetValueOrDefault(DeploymentValues.Show), cancellationToken);
        if (!values.ContainsKey(DeploymentValues.BudgetStart))
        {
            // Kept, since the date of an existing budget must not change.
            var month = time.GetUtcNow().ToString("yyyy-MM-01", CultureInfo.InvariantCulture);
            await environment.SetAsync(DeploymentValues.BudgetStart, month, cancellationToken);
        }

        console.MarkupLine("Packaging the app");
        var model = await package(values.GetValueOrDefault(DeploymentValues.Model));
        await environment.SetAsync(DeploymentValues.PackagedModel, model, cancellationToken);
    }

    private async Task<(string Id, string Name)> SignedInAsync(string? subscription, CancellationToken cancellationToken)
    {
        string[] chosen = subscription is null ? [] : ["--subscription", subscription];
        var (isDone, output, error) = await tools.TryAsync(
            AzureTools.Az, ["account", "show", "--output", "json", .. chosen], cancellationToken);
        if (!isDone)
        {
            throw new CommandException(
                $"{error}\nSign in with 'az login', and choose a subscription with 'az account set --subscription NAME' " +
                "or with --subscription.");
        }

        if (!(await tools.TryAsync(AzureTools.Azd, ["auth", "login", "--check-status"], cancellationToken)).IsDone)
        {
            throw new CommandException("azd is not signed in. Run: azd auth login");
        }

        using var account = JsonDocument.Parse(output);
        return (account.RootElement.GetProperty("id").GetString()!, account.RootElement.GetProperty("name").GetString()!);
    }
}

/// <summary>The files of a show that a deployment uploads.</summary>
internal static class ShowFiles
{
    /// <param name="folder">The folder with show.json; null for the README's, if it is there.</param>
    /// <returns>In the order of their upload; empty if there is no show yet.</returns>
    /// <exception cref="CommandException">They would be refused.</exception>
    public static async Task<IReadOnlyList<ProducerFile>> FindAsync(string? folder, CancellationToken cancellationToken)
    {
        var settings = new FileInfo(Path.Combine(folder ?? Path.Combine(Repository.Root, "my-show"), "show.json"));
        if (!settings.Exists)
        {
            return folder is null
                ? []
                : throw new CommandException($"There is no {settings.FullName}. Correct --show.", ExitCode.Unreadable);
        }

        var validation = new ShowValidation();
        await validation.CheckAsync(settings, cancellationToken);
        return validation.Problems.Count == 0
            ? [.. validation.Artwork, ProducerFile.Show(settings)]
            : throw new CommandException(string.Join('\n', validation.Problems.Select(PlainText.OneLine)));
    }
}
