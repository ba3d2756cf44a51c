using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PaperLedge.Cli;
using PaperLedge.Cli.Commands;
using PaperLedge.Cli.Deploying;
using PaperLedge.Cli.Publishing;
using PaperLedge.Tests.Cli;
using PaperLedge.Tests.Core.FeedChecks;
using Spectre.Console;

namespace PaperLedge.ComponentTests.Cli;

/// <summary>
/// Deploying, with stand-ins for az and azd that record how they are called: no subscription was available. What Azure does is not tested.
/// </summary>
public sealed class DeploymentTests : IDisposable
{
    private const string Secret = "the-key-of-event-grid";

    // The stand-ins answer with the file that is named like the first two words, if there is one; "once" in its name is for one call.
    private const string StandIn =
        """
        #!/bin/sh
        here=$(dirname "$0")
        echo "$(basename "$0") $*" >> "$here/calls.txt"
        answer="$here/$(basename "$0")-$1-$2"
        if [ -f "$answer.fails-once" ]; then mv "$answer.fails-once" "$answer.failed"; cat "$answer.failed" >&2; exit 1; fi
        if [ -f "$answer.fails" ]; then cat "$answer.fails" >&2; exit 1; fi
        if [ -f "$answer.once" ]; then cat "$answer.once"; rm "$answer.once"; exit 0; fi
        if [ -f "$answer" ]; then cat "$answer"; fi
        exit 0
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    private string Calls => Path.Combine(_folder.Path, "calls.txt");

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData(new string[0], "az \\(https.*\\) and azd \\(https.*\\)\\. Install")]
    [InlineData(new[] { "az" }, "needs azd \\(https.*\\)\\. Install")]
    public async Task What_is_missing_is_named_with_where_to_get_it(string[] present, string expected)
    {
        Install(present);

        var error = await Assert.ThrowsAsync<CommandException>(() => Start().RunAsync(null, null, NoSettings, Token));
        Assert.Matches(expected, error.Message);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_how_to()
    {
        Install("az", "azd");
        Answer("az-account-show.fails", "ERROR: Please run 'az login' to setup account.");
        var error = await Assert.ThrowsAsync<CommandException>(() => Start().RunAsync(null, null, NoSettings, Token));
        Assert.Contains("az login", error.Message, StringComparison.Ordinal);

        File.Delete(Path.Combine(_folder.Path, "az-account-show.fails"));
        Answer("az-account-show", Account);
        Answer("azd-auth-login.fails", "Not logged in");
        error = await Assert.ThrowsAsync<CommandException>(() => Start().RunAsync(null, null, NoSettings, Token));
        Assert.Contains("azd auth login", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_deployment_needs_a_region_and_stores_what_was_chosen()
    {
        Install("az", "azd");
        Answer("az-account-show", Account);
        Answer("azd-env-list", "[]");
        var error = await Assert.ThrowsAsync<CommandException>(() => Start().RunAsync(null, null, NoSettings, Token));
        Assert.Contains("--location", error.Message, StringComparison.Ordinal);
        File.Delete(Calls);

        var settings = new Dictionary<string, string> { ["PAPERLEDGE_ALERT_EMAIL"] = "me@example.org" };
        await Start().RunAsync("Mine", "westeurope", settings, Token);
        Assert.Equal(
            [
                "az account show --output json --subscription Mine",
                "azd auth login --check-status",
                "azd env list --output json",
                "azd env new show --subscription 1234 --location westeurope --no-prompt",
                "azd env set PAPERLEDGE_ALERT_EMAIL me@example.org --environment show",
                "azd up --environment show --no-prompt",
            ],
            await File.ReadAllLinesAsync(Calls, Token));
    }

    [Fact]
    public async Task A_second_deployment_keeps_the_region_and_the_budgets_date()
    {
        Install("az", "azd");
        Answer("az-account-show", Account);
        Answer("azd-env-list", """[{ "Name": "show", "IsDefault": true }]""");
        Answer("azd-env-get-values", """{ "PAPERLEDGE_MODEL": "small" }""");
        await Start().RunAsync(null, null, NoSettings, Token);
        await Start().PrepareAsync(model => Task.FromResult($"packaged {model}"), Token);
        var calls = await File.ReadAllTextAsync(Calls, Token);
        Assert.DoesNotContain("env new", calls, StringComparison.Ordinal);
        Assert.Contains("azd env set PAPERLEDGE_BUDGET_START 2026-12-01 --environment show", calls, StringComparison.Ordinal);
        Assert.Contains("azd env set PAPERLEDGE_PACKAGED_MODEL packaged small --environment show", calls, StringComparison.Ordinal);

        File.Delete(Calls);
        Answer("azd-env-get-values", """{ "PAPERLEDGE_BUDGET_START": "2026-03-01" }""");
        await Start().PrepareAsync(model => Task.FromResult("builtin"), Token);
        Assert.DoesNotContain("BUDGET_START", await File.ReadAllTextAsync(Calls, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_show_that_would_be_refused_stops_before_anything_is_made()
    {
        Install("az", "azd");
        Answer("az-account-show", Account);
        Answer("show.json", """{ "title": 5 }""");
        Answer("azd-env-get-values", JsonSerializer.Serialize(new Dictionary<string, string> { ["PAPERLEDGE_SHOW"] = _folder.Path }));

        var error = await Assert.ThrowsAsync<CommandException>(
            () => Start().PrepareAsync(_ => throw new InvalidOperationException("Nothing is to be packaged."), Token));
        Assert.Contains("title", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_waits_for_the_app_and_its_key_then_subscribes_uploads_and_checks()
    {
        Install("az", "azd");
        var isStarting = true;
        byte[] feed = [];
        await using var site = new LoopbackServer(context =>
        {
            var isHealth = context.Request.Url!.AbsolutePath.EndsWith("/api/health", StringComparison.Ordinal);
            context.Response.StatusCode = (int)(isHealth && isStarting ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
            isStarting &= !isHealth;
            context.Response.ContentType = "application/rss+xml";
            context.Response.OutputStream.Write(isHealth ? [] : feed);
            context.Response.Close();
            return Task.CompletedTask;
        });
        // No link leads to another machine.
        feed = Encoding.UTF8.GetBytes(ValidFeed.Xml.Replace("https://a.example/", site.Url.AbsoluteUri, StringComparison.Ordinal));
        Answer("azd-env-get-values", Values(site.Url));
        // The key comes late, and Event Grid's call comes too early.
        Answer("az-functionapp-keys.once", "");
        Answer("az-functionapp-keys", "durabletask_extension\nblobs_extension\n");
        Answer("az-deployment-group.fails-once", "ERROR: URL validation: the attempt to validate the endpoint failed.");
        File.Copy(Path.Combine(Repository.Samples, "show.json"), Path.Combine(_folder.Path, "show.json"));
        File.Copy(Path.Combine(Repository.Samples, "artwork.png"), Path.Combine(_folder.Path, "artwork.png"));

        await End().RunAsync("/made/paperledge.zip", Token);

        const string Group = "--subscription 1234 --resource-group rg-show";
        const string Keys = $"az functionapp keys list {Group} --name pl-work --query keys(not_null(systemKeys, `{{}}`)) --output tsv";
        var subscription =
            $"az deployment group create {Group} --name paperledge-subscriptions " +
            $"--template-file {Path.Combine(Repository.Root, "infra", "subscription.bicep")} " +
            "--parameters topicName=topic appName=pl-work storageName=plstorage deadLetterContainer=dead-letters --output none";
        const string Upload =
            "az storage blob upload --subscription 1234 --account-name plstorage --auth-mode login --container-name config";
        Assert.Equal(
            [
                "azd env get-values --environment show --output json",
                $"az functionapp deployment source config-zip {Group} --name pl-web --src /made/paperledge.zip --output none",
                $"az functionapp deployment source config-zip {Group} --name pl-work --src /made/paperledge.zip --output none",
                Keys,
                Keys,
                subscription,
                subscription,
                $"{Upload} --name artwork.png --file {_folder.Path}/artwork.png --content-type image/png --overwrite --output none",
                $"{Upload} --name show.json --file {_folder.Path}/show.json --content-type application/json --overwrite --output none",
            ],
            await File.ReadAllLinesAsync(Calls, Token));
        Assert.Contains($"Checking {site.Url}feed.xml", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("export AzureWebJobsStorage=https://plstorage.blob.core.windows.net", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_app_gets_the_package_once()
    {
        Install("az", "azd");
        Answer("azd-env-get-values", Values(new Uri("http://127.0.0.1:1/")).Replace("pl-work", "pl-web", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<CommandException>(() => End().RunAsync("/made/paperledge.zip", Token));
        Assert.Contains("does not serve readers", error.Message, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(Calls, Token), call => call.Contains("config-zip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_key_is_asked_for_and_none_is_shown()
    {
        Install("az", "azd");
        await using var site = new LoopbackServer(context =>
        {
            context.Response.Close();
            return Task.CompletedTask;
        });
        Answer("azd-env-get-values", Values(site.Url));
        // Even an az that says too much.
        Answer("az-functionapp-keys", $"{Secret}\nblobs_extension={Secret}\n");

        var error = await Assert.ThrowsAsync<CommandException>(() => End().RunAsync("/made/paperledge.zip", Token));

        Assert.Contains("has no key 'blobs_extension' yet", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Message + _output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(Calls, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_fails_says_which_and_why()
    {
        Install("az", "azd");
        Answer("azd-env-get-values", Values(new Uri("http://127.0.0.1:1/")));
        Answer("az-functionapp-deployment.fails", "ERROR: The quota of this region is used up.");

        var error = await Assert.ThrowsAsync<CommandException>(() => End().RunAsync("/made/paperledge.zip", Token));
        Assert.Equal("'az functionapp deployment source config-zip' failed: ERROR: The quota of this region is used up.", error.Message);
    }

    [Fact]
    public async Task Before_the_resources_exist_the_end_sends_back_to_the_beginning()
    {
        Install("az", "azd");
        Answer("azd-env-get-values", """{ "AZURE_ENV_NAME": "show" }""");

        var error = await Assert.ThrowsAsync<CommandException>(() => End().RunAsync("/made/paperledge.zip", Token));
        Assert.Contains("Run: ./paperledge deploy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_runs_as_a_process_too()
    {
        Install("az");
        var dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        var (exitCode, _, error) = await CliProcess.RunAsync([("PATH", $"{_folder.Path}:{dotnet}")], "deploy", "--location", "westeurope");

        Assert.Equal(1, exitCode);
        Assert.Contains("needs azd (https://", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_that_was_made_is_used_without_a_key()
    {
        var account = new Destination("https://plstorage.blob.core.windows.net", "--connection").Connect();

        Assert.Equal(new Uri("https://plstorage.blob.core.windows.net/"), account.Uri);
        Assert.False(account.CanGenerateAccountSasUri);
    }

    private const string Account = """{ "id": "1234", "name": "Mine" }""";

    private static Dictionary<string, string> NoSettings => [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AzureTools Tools => new($"{_folder.Path}:/usr/bin:/bin", _folder.Path);

    private PaperLedge.Cli.Deploying.Deployment Start() => new(
        Tools,
        new AzdEnvironment(Tools, "show"),
        Console(),
        new FakeTimeProvider(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero)));

    private DeploymentEnd End() => new(Tools, new AzdEnvironment(Tools, "show"), Console(), TimeSpan.FromMilliseconds(1));

    private IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output) });
        console.Profile.Width = 1_000;
        return console;
    }

    private void Install(params string[] programs)
    {
        foreach (var program in programs)
        {
            Answer(program, StandIn);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    Path.Combine(_folder.Path, program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    private void Answer(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    private string Values(Uri site) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["AZURE_SUBSCRIPTION_ID"] = "1234",
        ["AZURE_RESOURCE_GROUP"] = "rg-show",
        ["PAPERLEDGE_WEB_APP"] = "pl-web",
        ["PAPERLEDGE_WORK_APP"] = "pl-work",
        ["PAPERLEDGE_WEB_ADDRESS"] = site.AbsoluteUri,
        ["PAPERLEDGE_SITE"] = site.AbsoluteUri.TrimEnd('/'),
        ["PAPERLEDGE_STORAGE"] = "plstorage",
        ["PAPERLEDGE_EVENT_TOPIC"] = "topic",
        ["PAPERLEDGE_DEAD_LETTERS"] = "dead-letters",
        ["PAPERLEDGE_SHOW"] = _folder.Path,
    });
}
