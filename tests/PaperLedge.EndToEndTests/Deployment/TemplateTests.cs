using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using PaperLedge.Cli;
using PaperLedge.Cli.Deploying;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.Deployment;

/// <summary>The templates agree with the code. Whether Azure accepts them was not tested: no subscription was available.</summary>
public sealed partial class TemplateTests
{
    // Set by the platform's rules, not by ours.
    private static readonly string[] s_ofThePlatform =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
    ];

    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly Dictionary<string, string> s_roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Template.Folder, "*.bicep*").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_template_compiles_without_a_warning(string file) =>
        Assert.Empty(await Template.RunAsync(["lint", Path.Combine(Template.Folder, file)]));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_template_keeps_to_the_rules_and_gives_the_same_each_time(string file) => Assert.DoesNotMatch(
        @"#disable|\bany\(|utcNow|newGuid|@secure|br/public",
        await File.ReadAllTextAsync(Path.Combine(Template.Folder, file), TestContext.Current.CancellationToken));

    [Fact]
    public async Task No_output_is_a_secret()
    {
        var compiled = await Template.RunAsync(["build", Path.Combine(Template.Folder, "main.bicep"), "--stdout"]);

        Assert.DoesNotContain("listKeys", compiled, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_names_are_those_in_the_code()
    {
        using var names = await ReadAsync(Path.Combine(Template.Folder, "names.json"));
        using var functions = await ReadAsync(Path.Combine(Repository.FunctionApp, "functions.metadata"));
        var triggers = functions.RootElement.EnumerateArray()
            .Select(function => (
                Name: function.GetProperty("name").GetString()!,
                Trigger: function.GetProperty("bindings").EnumerateArray()
                    .Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal))))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToLookup(function => function.Trigger.GetProperty("type").ValueEquals("httpTrigger"));
        var uploads = triggers[false]
            .Where(function => function.Trigger.GetProperty("type").ValueEquals("blobTrigger"))
            .Select(function => (function.Trigger.GetProperty("path").GetString()!.Split('/')[0], function.Name));

        Assert.Equal(StorageNames.Containers, Listed("containers"));
        Assert.Equal(StorageNames.Tables, Listed("tables"));
        Assert.Equal(StorageNames.Queues, Listed("queues"));
        Assert.Equal(triggers[true].Select(function => function.Name), Listed("webFunctions"));
        Assert.Equal(triggers[false].Select(function => function.Name), Listed("workFunctions"));
        Assert.Equal(uploads, names.RootElement.GetProperty("uploads").EnumerateArray()
            .Select(upload => (upload.GetProperty("container").GetString()!, upload.GetProperty("function").GetString()!)));

        IEnumerable<string> Listed(string list) => Texts(names.RootElement.GetProperty(list));
    }

    [Fact]
    public async Task Storage_holds_what_the_app_uses_and_is_closed_to_keys()
    {
        var template = await Template.Default;
        var account = Assert.Single(template.OfType("Microsoft.Storage/storageAccounts")).GetProperty("properties");

        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.Equal("TLS1_2", account.GetProperty("minimumTlsVersion").GetString());
        Assert.Equal(
            [.. StorageNames.Containers, "app-package", "dead-letters"],
            template.NamesOf("Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Equal(StorageNames.Queues, template.NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues"));
        Assert.Equal(StorageNames.Tables, template.NamesOf("Microsoft.Storage/storageAccounts/tableServices/tables"));
    }

    [Fact]
    public async Task Readers_scripts_may_do_the_same_as_on_Azurite()
    {
        var template = await Template.Default;
        var service = Assert.Single(template.OfType("Microsoft.Storage/storageAccounts/blobServices")).GetProperty("properties");
        var rule = Assert.Single(service.GetProperty("cors").GetProperty("corsRules").EnumerateArray());

        Assert.Equal(StorageSetup.ReadersRule.AllowedOrigins, Joined("allowedOrigins"));
        Assert.Equal(StorageSetup.ReadersRule.AllowedMethods, Joined("allowedMethods"));
        Assert.Equal(StorageSetup.ReadersRule.AllowedHeaders, Joined("allowedHeaders"));
        Assert.Equal(StorageSetup.ReadersRule.ExposedHeaders, Joined("exposedHeaders"));
        Assert.Equal(StorageSetup.ReadersRule.MaxAgeInSeconds, rule.GetProperty("maxAgeInSeconds").GetInt32());

        string Joined(string list) => string.Join(',', Texts(rule.GetProperty(list)));
    }

    [Fact]
    public async Task Nothing_that_the_feed_may_name_is_deleted_by_its_age()
    {
        var template = await Template.Default;
        var policy = Assert.Single(template.OfType("Microsoft.Storage/storageAccounts/managementPolicies"));
        var rules = policy.GetProperty("properties").GetProperty("policy").GetProperty("rules").EnumerateArray();

        Assert.Equal(
            [$"{StorageNames.WorkContainer}/", "dead-letters/"],
            rules.SelectMany(rule => Texts(rule.GetProperty("definition").GetProperty("filters").GetProperty("prefixMatch"))));
    }

    [Fact]
    public async Task The_identities_have_the_least_roles()
    {
        var template = await Template.EvaluateAsync(("AZURE_PRINCIPAL_ID", "00000000-0000-0000-0000-000000000002"));
        var roles = template.OfType("Microsoft.Authorization/roleAssignments")
            .Select(assignment => assignment.GetProperty("properties"))
            .Select(properties => (
                Role: s_roles[properties.GetProperty("roleDefinitionId").GetString()!.Split('/')[^1]],
                Who: WhoIs(properties.GetProperty("principalId").GetString()!),
                Limit: properties.TryGetProperty("condition", out var condition)
                    ? Regex.Match(condition.GetString()!, "StringNotEquals '(.*)'").Groups[1].Value : null))
            .Order();

        Assert.Equal(
            [
                ("Monitoring Metrics Publisher", "app", null),
                ("Storage Blob Data Contributor", "events", null),
                ("Storage Blob Data Contributor", "producer", null),
                ("Storage Blob Data Contributor", "producer", null),
                ("Storage Blob Data Owner", "app", StorageNames.EpisodesContainer),
                ("Storage Queue Data Contributor", "app", null),
                ("Storage Table Data Contributor", "app", null),
            ],
            roles);

        static string WhoIs(string principal) => principal switch
        {
            _ when principal.Contains("userAssignedIdentities", StringComparison.Ordinal) => "app",
            _ when principal.Contains("systemTopics", StringComparison.Ordinal) => "events",
            _ => "producer",
        };
    }

    [Fact]
    public async Task Each_app_runs_what_the_other_does_not_with_settings_that_exist()
    {
        var template = await Template.Default;
        using var names = await ReadAsync(Path.Combine(Template.Folder, "names.json"));
        var web = template.SettingsOf("web");
        var work = template.SettingsOf("work");

        Assert.Equal(Texts(names.RootElement.GetProperty("workFunctions")), Disabled(web));
        Assert.Equal(Texts(names.RootElement.GetProperty("webFunctions")), Disabled(work));
        Assert.Equal(Others(web), Others(work));
        using var sample = await ReadAsync(Repository.SampleSettings);
        var known = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name).Concat(s_ofThePlatform);
        Assert.Subset(known.ToHashSet(), Others(web).Select(setting => setting.Key).ToHashSet());
    }

    [Fact]
    public async Task One_app_can_do_everything()
    {
        var template = await Template.EvaluateAsync(("PAPERLEDGE_SEPARATE_APPS", "false"));

        Assert.Single(template.OfType("Microsoft.Web/sites"));
        Assert.Single(template.OfType("Microsoft.Web/serverfarms"));
        Assert.Empty(Disabled(template.SettingsOf("web")));
    }

    [Fact]
    public async Task The_apps_run_on_the_framework_that_they_are_built_for()
    {
        var template = await Template.EvaluateAsync(("PAPERLEDGE_WEB_ALWAYS_READY", "1"));
        var apps = template.OfType("Microsoft.Web/sites")
            .Select(app => app.GetProperty("properties").GetProperty("functionAppConfig"))
            .ToList();

        Assert.All(
            apps, app => Assert.Equal($"{Environment.Version.Major}.0", app.GetProperty("runtime").GetProperty("version").GetString()));
        Assert.Equal([2048, 4096], apps.Select(app => app.GetProperty("scaleAndConcurrency").GetProperty("instanceMemoryMB").GetInt32()));
        Assert.Equal(
            [1, 0], apps.Select(app => app.GetProperty("scaleAndConcurrency").GetProperty("alwaysReady").GetArrayLength()));
    }

    [Fact]
    public async Task Event_Grid_calls_the_app_for_finished_uploads_only()
    {
        var template = await Template.EvaluateInGroupAsync(
            """
            using 'subscription.bicep'
            param topicName = 'topic'
            param appName = 'app'
            param storageName = 'storage'
            param deadLetterContainer = 'dead-letters'
            """);
        var subscriptions = template.OfType("Microsoft.EventGrid/systemTopics/eventSubscriptions")
            .Select(subscription => subscription.GetProperty("properties"))
            .ToList();

        Assert.Equal(
            [("episodes", "RegisterEpisode"), ("config", "RegisterShow")],
            subscriptions.Select(subscription => (
                Regex.Match(Filter(subscription).GetProperty("subjectBeginsWith").GetString()!, "^/blobServices/default/containers/(.*)/$")
                    .Groups[1].Value,
                Regex.Match(
                    subscription.GetProperty("destination").GetProperty("properties").GetProperty("endpointUrl").GetString()!,
                    @"functionName=Host\.Functions\.\{1\}&code=.*/runtime/webhooks/blobs.*'(\w+)', uriComponent\(listKeys\(.*blobs_")
                    .Groups[1].Value)));
        Assert.All(subscriptions, subscription =>
        {
            Assert.Equal(["Microsoft.Storage.BlobCreated"], Texts(Filter(subscription).GetProperty("includedEventTypes")));
            var api = Assert.Single(Filter(subscription).GetProperty("advancedFilters").EnumerateArray());
            Assert.Equal("data.api", api.GetProperty("key").GetString());
            Assert.Equal(["PutBlob", "PutBlockList", "CopyBlob", "FlushWithClose"], Texts(api.GetProperty("values")));
            Assert.Equal(
                "dead-letters",
                subscription.GetProperty("deadLetterWithResourceIdentity").GetProperty("deadLetterDestination")
                    .GetProperty("properties").GetProperty("blobContainerName").GetString());
        });

        static JsonElement Filter(JsonElement subscription) => subscription.GetProperty("filter");
    }

    [Fact]
    public async Task Alerts_reach_the_address_that_is_named_and_watch_every_poison_queue()
    {
        var template = await Template.EvaluateAsync(
            ("PAPERLEDGE_ALERT_EMAIL", "me@example.org"), ("PAPERLEDGE_BUDGET_START", "2026-12-01"));
        var queries = template.OfType("Microsoft.Insights/scheduledQueryRules")
            .Select(rule => rule.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0])
            .Select(criterion => criterion.GetProperty("query").GetString()!)
            .ToList();

        Assert.Single(template.OfType("Microsoft.Insights/actionGroups"));
        Assert.Single(template.OfType("Microsoft.Insights/metricAlerts"));
        Assert.Single(template.OfType("Microsoft.Consumption/budgets"));
        Assert.Equal(3, queries.Count);
        Assert.Contains(
            "AbandonAnnouncement|AbandonPiece|AbandonPreparation|AbandonUpload", string.Join('\n', queries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_of_ones_own_is_the_address_in_the_feed()
    {
        var template = await Template.EvaluateAsync(("PAPERLEDGE_DOMAIN", "podcast.example.org"));

        Assert.Equal("https://podcast.example.org", template.SettingsOf("web")["PublicBaseUrl"]);
        Assert.Single(template.OfType("Microsoft.Cdn/profiles"));
    }

    [Fact]
    public async Task The_command_line_and_the_documents_know_every_parameter_and_output()
    {
        var template = await Template.Default;
        var parameters = await File.ReadAllTextAsync(
            Path.Combine(Template.Folder, "main.bicepparam"), TestContext.Current.CancellationToken);
        var readable = Variable().Matches(parameters).Select(match => match.Groups[1].Value).ToHashSet();
        var names = typeof(DeploymentValues).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToHashSet();
        string[] ofTheCommand = [DeploymentValues.Model, DeploymentValues.Show, DeploymentValues.Subscription];

        Assert.Subset(readable.Concat(template.Outputs).Concat(ofTheCommand).ToHashSet(), names);
        var document = await File.ReadAllTextAsync(Path.Combine(Template.Folder, "README.md"), TestContext.Current.CancellationToken);
        Assert.All(
            readable.Where(name => name.StartsWith("PAPERLEDGE_", StringComparison.Ordinal)),
            name => Assert.Contains(name, document, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Disabled(Dictionary<string, string> settings) =>
        settings.Keys.Select(name => DisabledSetting().Match(name)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static Dictionary<string, string> Others(Dictionary<string, string> settings) =>
        settings.Where(setting => !DisabledSetting().IsMatch(setting.Key)).ToDictionary();

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);

    private static async Task<JsonDocument> ReadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await JsonDocument.ParseAsync(file);
    }

    [GeneratedRegex(@"^AzureWebJobs\.(\w+)\.Disabled$")]
    private static partial Regex DisabledSetting();

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'")]
    private static partial Regex Variable();
}
