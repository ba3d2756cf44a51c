using System.Globalization;

namespace PaperLedge.Core.Captions;

/// <summary>What is wrong with lines of a caption file that is published all the same.</summary>
internal sealed class LineWarnings
{
    private const int MaxNamed = 5;

    private readonly List<(int Line, string Problem)> _found = [];

    /// <param name="line">From 1.</param>
    /// <param name="problem">What was found, what was done and what to do; a sentence that begins after a colon.</param>
    public void Add(int line, string problem) => _found.Add((line, problem));

    /// <returns>One warning for each problem, with the lines that have it.</returns>
    public IReadOnlyList<string> ToList() =>
        [.. _found.GroupBy(found => found.Problem, found => found.Line).Select(group => $"{Name([.. group])}: {group.Key}")];

    private static string Name(IReadOnlyList<int> lines)
    {
        var named = lines.Take(MaxNamed).Select(line => line.ToString(CultureInfo.InvariantCulture)).ToList();
        var more = lines.Count - named.Count;
        return lines.Count == 1 ? $"Line {named[0]}"
            : more > 0 ? $"Lines {string.Join(", ", named)} and {more} more"
            : $"Lines {string.Join(", ", named.SkipLast(1))} and {named[^1]}";
    }
}
