using PaperLedge.Cli.Checking;
using PaperLedge.Cli.Commands;
using Spectre.Console;

namespace PaperLedge.Cli.Deploying;

/// <summary>What comes after azd has made the resources: the code, the events, the show. Every step may run again.</summary>
/// <param name="pause">Between two attempts at something that takes effect only after a while.</param>
internal sealed class DeploymentEnd(AzureTools tools, AzdEnvironment environment, IAnsiConsole console, TimeSpan pause)
{
    /// <summary>The key of Event Grid's calls, which the blob extension makes when the app first starts.</summary>
    public const string Key = "blobs_extension";

    // With a pause of ten seconds: ten minutes, within which roles take effect
    // (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting) and an app starts.
    private const int Attempts = 60;

    /// <exception cref="CommandException">A step failed; the message says which, and the command can be repeated.</exception>
    public async Task RunAsync(string package, CancellationToken cancellationToken)
    {
        tools.EnsureInstalled();
        var values = await environment.ReadAsync(cancellationToken);
        string Value(string name) => values.GetValueOrDefault(name) ?? throw new CommandException(
            $"The deployment '{environment.Name}' has no {name} yet. Run: ./paperledge deploy");
        string[] group =
        [
            "--subscription", Value(DeploymentValues.Subscription), "--resource-group", Value(DeploymentValues.ResourceGroup),
        ];
        string[] apps = [Value(DeploymentValues.WebApp), Value(DeploymentValues.WorkApp)];

        foreach (var app in apps.Distinct())
        {
            console.MarkupLineInterpolated($"Deploying the package to {app}");
            await tools.RunAsync(
                AzureTools.Az,
                [
                    "functionapp", "deployment", "source", "config-zip", .. group, "--name", app, "--src", package, "--output", "none",
                ],
                cancellationToken);
        }

        await WaitForAppAsync(new Uri(Value(DeploymentValues.WebAddress).TrimEnd('/') + "/"), cancellationToken);
        await SubscribeAsync(group, apps[^1], Value, cancellationToken);
        await UploadShowAsync(values.GetValueOrDefault(DeploymentValues.Show), Value, cancellationToken);
        await CheckAsync(Value(DeploymentValues.Site), values, cancellationToken);
        Explain(apps[0], Value);
    }

    private async Task WaitForAppAsync(Uri app, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated($"Waiting until {app} answers");
        using var http = new HttpClient();
        var last = "";
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(app, "api/health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                last = $"it answers with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}";
            }
            catch (HttpRequestException exception)
            {
                last = exception.Message;
            }

            await Task.Delay(pause, cancellationToken);
        }

        throw new CommandException(
            $"{app} does not serve readers: {last}\nThe log in Application Insights says more. Then run: ./paperledge deploy finish");
    }

    private async Task SubscribeAsync(string[] group, string app, Func<string, string> value, CancellationToken cancellationToken)
    {
        console.MarkupLine("Subscribing to uploads");
        // Only the names of the keys leave Azure: the template reads the key there.
        await RepeatAsync(
            ["functionapp", "keys", "list", .. group, "--name", app, "--query", "keys(not_null(systemKeys, `{}`))", "--output", "tsv"],
            output => output.Split('\n', StringSplitOptions.TrimEntries).Contains(Key),
            $"{app} has no key '{Key}' yet: its blob extension has not started.",
            cancellationToken);
        // Event Grid calls the app at once to see whether it agrees, and the app may still be starting.
        await RepeatAsync(
            [
                "deployment", "group", "create", .. group, "--name", "paperledge-subscriptions",
                "--template-file", Path.Combine(Repository.Root, "infra", "subscription.bicep"),
                "--parameters", $"topicName={value(DeploymentValues.EventTopic)}", $"appName={app}",
                $"storageName={value(DeploymentValues.Storage)}", $"deadLetterContainer={value(DeploymentValues.DeadLetters)}",
                "--output", "none",
            ],
            _ => true,
            "Event Grid's subscription could not be made.",
            cancellationToken);
    }

    private async Task UploadShowAsync(string? folder, Func<string, string> value, CancellationToken cancellationToken)
    {
        foreach (var file in await ShowFiles.FindAsync(folder, cancellationToken))
        {
            console.MarkupLineInterpolated($"Uploading {file.File.Name}");
            await RepeatAsync(
                [
                    "storage", "blob", "upload", "--subscription", value(DeploymentValues.Subscription),
                    "--account-name", value(DeploymentValues.Storage), "--auth-mode", "login",
                    "--container-name", file.Container, "--name", file.BlobName, "--file", file.File.FullName,
                    "--content-type", file.MediaType, "--overwrite", "--output", "none",
                ],
                _ => true,
                $"{file.File.Name} could not be uploaded.",
                cancellationToken);
        }
    }

    private async Task CheckAsync(string site, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var feed = $"{site.TrimEnd('/')}/feed.xml";
        console.MarkupLineInterpolated($"Checking {feed}");
        try
        {
            FindingReport.Write(console, await FeedInspection.RunAsync(feed, cancellationToken));
        }
        catch (CommandException exception) when (values.GetValueOrDefault(DeploymentValues.Domain) is { Length: > 0 } domain)
        {
            throw new CommandException(
                $"{exception.Message}\nThe domain {domain} needs two DNS records: " +
                $"CNAME {domain} to {values.GetValueOrDefault(DeploymentValues.DomainTarget)}, and " +
                $"TXT _dnsauth.{domain} with {values.GetValueOrDefault(DeploymentValues.DomainProof)}. " +
                "The certificate takes up to an hour after that. Then run: ./paperledge deploy finish",
                exception);
        }
    }

    private void Explain(string app, Func<string, string> value)
    {
        var lines = console.Profile.Out.Writer;
        lines.WriteLine();
        lines.WriteLine($"  show  {value(DeploymentValues.Site)}/");
        lines.WriteLine($"  feed  {value(DeploymentValues.Site)}/feed.xml");
        lines.WriteLine();
        lines.WriteLine("To publish from this machine:");
        lines.WriteLine($"  export PAPERLEDGE_APP={value(DeploymentValues.Site)}");
        lines.WriteLine(
            $"  export PAPERLEDGE_KEY=$(az functionapp keys list -g {value(DeploymentValues.ResourceGroup)} -n {app} " +
            "--query functionKeys.default -o tsv)");
        lines.WriteLine($"  export AzureWebJobsStorage=https://{value(DeploymentValues.Storage)}.blob.core.windows.net");
    }

    private async Task RepeatAsync(
        IReadOnlyList<string> arguments, Func<string, bool> isDone, string problem, CancellationToken cancellationToken)
    {
        var last = "";
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var result = await tools.TryAsync(AzureTools.Az, arguments, cancellationToken);
            if (result.IsDone && isDone(result.Output))
            {
                return;
            }

            last = result.Error;
            await Task.Delay(pause, cancellationToken);
        }

        throw new CommandException($"{problem} {last}".TrimEnd() + "\nThen run: ./paperledge deploy finish");
    }
}
