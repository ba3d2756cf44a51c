using System.CommandLine;
using PaperLedge.Cli.Deploying;

namespace PaperLedge.Cli.Commands;

internal static class DeployCommand
{
    // Roles and keys take effect minutes after they are made.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var environment = new Option<string>("--environment", "-e")
        {
            Description = "The deployment's name: azd's environment, and the resource group rg-NAME.",
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable(AzdEnvironment.NameVariable) is { Length: > 0 } name ? name : AzdEnvironment.DefaultName,
            Recursive = true,
        };
        var subscription = new Option<string?>("--subscription")
        {
            Description = "The subscription's name or ID. Default: the one that 'az account show' shows.",
        };
        var location = new Option<string?>("--location") { Description = "The region, for the first deployment, such as westeurope." };
        var model = new Option<string?>("--model") { Description = "A speech model's name or path. Default: as for package." };
        var show = new Option<DirectoryInfo?>("--show")
        {
            Description = "The folder with show.json and its artwork. Default: my-show, if there is one.",
        };
        var email = new Option<string?>("--email") { Description = "Who receives alerts and the budget's warnings. Default: nobody." };
        var domain = new Option<string?>("--domain")
        {
            Description = "A domain of your own, such as podcast.example.org, served through Front Door. Default: the app's own address.",
        };
        var command = new Command(
            "deploy",
            "Deploy to Azure with az and azd: make the package and the resources in infra, deploy the app, subscribe it to uploads, " +
            "upload show.json, and check the feed. Options are remembered for the next time; a repeated deployment changes only what is " +
            "new. Exits with 0, or 1 if something is missing or failed.")
        {
            environment, subscription, location, model, show, email, domain,
        };
        command.SetAction((result, cancellationToken) => CommandLine.GuardAsync(async () =>
        {
            var given = new Dictionary<string, string?>
            {
                [DeploymentValues.Model] = result.GetValue(model),
                [DeploymentValues.Show] = result.GetValue(show)?.FullName,
                [DeploymentValues.AlertEmail] = result.GetValue(email),
                [DeploymentValues.Domain] = result.GetValue(domain),
            };
            await Start(result).RunAsync(
                result.GetValue(subscription),
                result.GetValue(location),
                given.Where(value => value.Value is not null).ToDictionary(value => value.Key, value => value.Value!),
                cancellationToken);
            return ExitCode.Success;
        }));
        command.Add(Step("prepare", "Check, and make the package: azd's hook before it makes the resources.", (result, token) =>
            Start(result).PrepareAsync(
                chosen => PackageCommand.PackageAsync(Terminal.Output, chosen, PackageCommand.DefaultOutput, token), token)));
        command.Add(Step("finish", "Deploy the app, its events and the show: azd's hook after it made the resources.", (result, token) =>
        {
            var tools = Tools();
            var end = new DeploymentEnd(tools, EnvironmentOf(result, tools), Terminal.Output, s_pause);
            return end.RunAsync(PackageCommand.DefaultOutput, token);
        }));
        return command;

        Deployment Start(ParseResult result)
        {
            var tools = Tools();
            return new Deployment(tools, EnvironmentOf(result, tools), Terminal.Output, TimeProvider.System);
        }

        AzdEnvironment EnvironmentOf(ParseResult result, AzureTools tools) => new(tools, result.GetRequiredValue(environment));
    }

    private static Command Step(string name, string description, Func<ParseResult, CancellationToken, Task> run)
    {
        var step = new Command(name, description);
        step.SetAction((result, cancellationToken) => CommandLine.GuardAsync(async () =>
        {
            await run(result, cancellationToken);
            return ExitCode.Success;
        }));
        return step;
    }

    private static AzureTools Tools() => new(Environment.GetEnvironmentVariable("PATH") ?? "", Repository.Root);
}
