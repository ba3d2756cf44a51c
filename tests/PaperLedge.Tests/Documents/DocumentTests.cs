using System.Text.RegularExpressions;
using PaperLedge.Cli;

namespace PaperLedge.Tests.Documents;

/// <summary>What the documents promise exists.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/metadata.md", "infra/README.md", "samples/README.md", "bench/audio/README.md",
        "models/base/README.md", "models/silero-vad/README.md", "src/PaperLedge.DevHost/README.md",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_exists(string document)
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "paperledge"));
        foreach (var command in Command().Matches(Read(document)).Select(match => match.Groups[1].Value).Distinct())
        {
            Assert.Matches($@"(?m)^  ([a-z]+ \| )*{command}( \| [a-z-]+)*\)", script);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_into_the_repository_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (var target in Link().Matches(Read(document)).Select(match => match.Groups[1].Value))
        {
            Assert.True(Path.Exists(Path.Combine(folder, target)), $"{document} links to {target}, which does not exist.");
        }
    }

    [Fact]
    public void The_help_lists_every_command_that_the_script_takes()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "paperledge"));
        var cases = Case().Matches(script).SelectMany(match => match.Groups[1].Value.Split(" | ")).Where(name => name[0] != '-');
        var help = script[script.IndexOf("cat <<'TEXT'", StringComparison.Ordinal)..script.IndexOf("\nTEXT\n", StringComparison.Ordinal)];

        Assert.All(cases, name => Assert.Matches($@"(?m)^  {name}\b", help));
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    [GeneratedRegex(@"\./paperledge ([a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\(([^)#:]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^  ([a-z]+(?: \| [a-z-]+)*)\)")]
    private static partial Regex Case();
}
