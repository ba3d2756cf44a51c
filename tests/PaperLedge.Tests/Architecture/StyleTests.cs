using System.Text.RegularExpressions;
using PaperLedge.Cli;

namespace PaperLedge.Tests.Architecture;

/// <summary>Rules of style that no analyzer checks.</summary>
public sealed partial class StyleTests
{
    // As in .editorconfig.
    private const int MaxLineLength = 140;

    private static readonly IReadOnlyList<(string Path, string[] Lines)> s_files = [.. Files("src", "bench")];

    [Fact]
    public void Lines_fit_on_a_screen() =>
        Assert.Empty(
            from file in s_files.Concat(Files("tests"))
            from line in file.Lines.Index()
            where line.Item.Length > MaxLineLength && !IsInRawString(file.Lines, line.Index)
            select $"{file.Path}:{line.Index + 1} has {line.Item.Length} columns");

    [Fact]
    public void Private_members_have_no_XML_documentation() =>
        Assert.Empty(
            from file in s_files
            from line in file.Lines.Index()
            where line.Item.TrimStart().StartsWith("///", StringComparison.Ordinal) && IsBeforePrivate(file.Lines, line.Index + 1)
            select $"{file.Path}:{line.Index + 1}");

    [Fact]
    public void A_namespace_is_named_as_its_folder() =>
        Assert.Empty(
            from file in s_files
            let name = file.Lines.Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
            where name is not null && name != string.Join('.', Path.GetDirectoryName(file.Path)!.Split('/')[1..])
            select $"{file.Path}: {name}");

    [Fact]
    public void Few_files_are_too_small_to_be_worth_opening()
    {
        var source = s_files.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();

        Assert.InRange(source.Count(file => file.Lines.Length < 20), 0, source.Count * 12 / 100);
    }

    private static IEnumerable<(string Path, string[] Lines)> Files(params string[] roots) => roots
        .SelectMany(root => Directory.GetFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories))
        .Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllLines(path)));

    // A line break there would change the text, such as a style sheet's hash.
    private static bool IsInRawString(string[] lines, int index) =>
        lines.Take(index).Sum(line => RawStringQuotes().Count(line)) % 2 == 1;

    private static bool IsBeforePrivate(string[] lines, int next)
    {
        while (next < lines.Length && lines[next].TrimStart().StartsWith('['))
        {
            next++;
        }

        return next < lines.Length && lines[next].TrimStart().StartsWith("private ", StringComparison.Ordinal);
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawStringQuotes();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();
}
