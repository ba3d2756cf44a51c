using System.Text.RegularExpressions;
using PaperLedge.Cli;

namespace PaperLedge.Tests.Documents;

/// <summary>Documents name what exists.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents =>
    [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/metadata.md", "docs/decisions.md",
        "docs/speech-engine.md", "docs/operations.md", "infra/README.md", "samples/README.md", "bench/audio/README.md",
        "models/base/README.md", "models/silero-vad/README.md", "src/PaperLedge.DevHost/README.md",
        ".github/workflows/ci.yml", ".github/workflows/release.yml",
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
    public void The_tree_in_ARCHITECTURE_is_the_real_tree()
    {
        var path = new List<string>();
        var printed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match match in TreeLine().Matches(Read("ARCHITECTURE.md")))
        {
            path.RemoveRange(match.Groups[1].Length / 2, path.Count - (match.Groups[1].Length / 2));
            path.Add(match.Groups[2].Value);
            printed.Add(string.Join('/', path));
        }

        string[] roots = ["src", "tests", "bench"];
        var projects = roots.SelectMany(root => Folders(root)).ToList();
        var rooms = projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal)).SelectMany(Folders).ToList();
        Assert.Equal([.. roots.Concat(projects).Concat(rooms).Concat(rooms.SelectMany(Folders)).Order(StringComparer.Ordinal)], printed);
    }

    [Fact]
    public void The_help_lists_every_command_that_the_script_takes()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "paperledge"));
        var cases = Case().Matches(script).SelectMany(match => match.Groups[1].Value.Split(" | ")).Where(name => name[0] != '-');
        var help = script[script.IndexOf("cat <<'TEXT'", StringComparison.Ordinal)..script.IndexOf("\nTEXT\n", StringComparison.Ordinal)];

        Assert.All(cases, name => Assert.Matches($@"(?m)^ +{name}\b", help));
    }

    private static IEnumerable<string> Folders(string parent) => Directory.GetDirectories(Path.Combine(Repository.Root, parent))
        .Select(Path.GetFileName)
        .Where(name => name is not ("bin" or "obj" or "TestResults"))
        .Select(name => $"{parent}/{name}");

    private static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    [GeneratedRegex(@"\./paperledge ([a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\(([^)#:]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^((?:  )*)([A-Za-z.]+)/(?: |$)")]
    private static partial Regex TreeLine();

    [GeneratedRegex(@"(?m)^  ([a-z]+(?: \| [a-z-]+)*)\)")]
    private static partial Regex Case();
}
