using System.Text;

namespace PaperLedge.Benchmarks;

/// <summary>A section of <c>bench/RESULTS.md</c>, which each run rewrites.</summary>
/// <param name="name">Name in the comments that mark the section.</param>
internal sealed class ResultsFile(string name)
{
    private readonly StringBuilder _text = new();

    // Lines are also printed.
    public void Line(string line = "")
    {
        Console.WriteLine(line);
        _text.Append(line).Append('\n');
    }

    public void Table(string[] head, IEnumerable<string[]> rows)
    {
        Line($"| {string.Join(" | ", head)} |");
        Line($"|{string.Concat(Enumerable.Repeat("---|", head.Length))}");
        foreach (var row in rows)
        {
            Line($"| {string.Join(" | ", row)} |");
        }

        Line();
    }

    public void Write(string path)
    {
        var (begin, end) = ($"<!-- {name} -->", $"<!-- end of {name} -->");
        var old = File.Exists(path) ? File.ReadAllText(path) : "# Measured\n";
        var (from, to) = (old.IndexOf(begin, StringComparison.Ordinal), old.IndexOf(end, StringComparison.Ordinal));
        var section = $"{begin}\n{_text.ToString().TrimEnd()}\n{end}";
        File.WriteAllText(
            path, from >= 0 && to > from ? old[..from] + section + old[(to + end.Length)..] : $"{old.TrimEnd()}\n\n{section}\n");
    }
}
