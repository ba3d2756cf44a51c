using System.Text.RegularExpressions;
using PaperLedge.Cli;

namespace PaperLedge.Tests.Architecture;

/// <summary>Rules of style that no analyzer checks.</summary>
public sealed partial class StyleTests
{
    // As in .editorconfig.
    private const int MaxLineLength = 140;

    // A style sheet within the code, whose bytes are part of its hash.
    private const string LongLine = "src/PaperLedge.Core/Transcripts/Html/HtmlTranscriptWriter.cs";

    private static readonly IReadOnlyList<(string Path, string[] Lines)> s_files =
    [
        .. new[] { "src", "bench" }
            .SelectMany(root => Directory.GetFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories))
            .Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllLines(path))),
    ];

    [Fact]
    public void Lines_fit_on_a_screen() =>
        Assert.Empty(
            from file in s_files
            from line in file.Lines.Index()
            where line.Item.Length > MaxLineLength && file.Path != LongLine
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

    private static bool IsBeforePrivate(string[] lines, int next)
    {
        while (next < lines.Length && lines[next].TrimStart().StartsWith('['))
        {
            next++;
        }

        return next < lines.Length && lines[next].TrimStart().StartsWith("private ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex Namespace();
}
