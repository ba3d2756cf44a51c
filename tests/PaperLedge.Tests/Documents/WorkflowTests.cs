using System.Text.RegularExpressions;
using PaperLedge.Cli;
using YamlDotNet.RepresentationModel;

namespace PaperLedge.Tests.Documents;

/// <summary>The workflows on GitHub may do only what they must, and run only code that was chosen.</summary>
public partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github", "workflows")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_to_a_commit_and_names_its_version(string workflow)
    {
        var uses = File.ReadLines(PathOf(workflow)).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(PinnedAction(), line));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_only_read(string workflow) =>
        Assert.Equal(["contents: read"], Permissions(Load(workflow)));

    [Fact]
    public void Only_a_job_that_runs_no_code_of_the_repository_may_write()
    {
        var writing = Workflows.SelectMany(workflow => Jobs(Load(workflow.Data))).Where(job => Permissions(job).Count > 0).ToList();

        var job = Assert.Single(writing);
        Assert.All(Steps(job), step =>
        {
            Assert.DoesNotContain("checkout", Value(step, "uses"), StringComparison.Ordinal);
            Assert.DoesNotContain("./", Value(step, "run"), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Changes_from_outside_get_no_secrets(string workflow)
    {
        var text = File.ReadAllText(PathOf(workflow));

        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.All(
            Jobs(Load(workflow)).SelectMany(Steps).Where(step => Value(step, "uses").Contains("checkout", StringComparison.Ordinal)),
            step => Assert.Equal("false", Value((YamlMappingNode)step["with"], "persist-credentials")));
    }

    private static string PathOf(string workflow) => Path.Combine(Repository.Root, ".github", "workflows", workflow);

    private static YamlMappingNode Load(string workflow)
    {
        using var reader = File.OpenText(PathOf(workflow));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Jobs(YamlMappingNode workflow) =>
        ((YamlMappingNode)workflow["jobs"]).Children.Values.Cast<YamlMappingNode>();

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) => ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>();

    private static List<string> Permissions(YamlMappingNode node) => node.Children.TryGetValue("permissions", out var permissions)
        ? [.. ((YamlMappingNode)permissions).Children.Select(pair => $"{pair.Key}: {pair.Value}")]
        : [];

    private static string Value(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? value.ToString() : "";

    [GeneratedRegex(@"uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();
}
