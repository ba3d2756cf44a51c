using System.Text;
using System.Text.RegularExpressions;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Queues;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>
/// A blob trigger's path, <c>container/pattern</c>. Each <c>{name}</c> takes as much as it can, across slashes too, so that
/// <c>{name}.{ext}</c> splits at the last dot. The container is literal.
/// </summary>
internal sealed partial class BlobPathPattern
{
    private readonly Regex _pattern;

    private BlobPathPattern(string container, string prefix, IReadOnlyList<string> names, Regex pattern)
    {
        Container = container;
        Prefix = prefix;
        Names = names;
        _pattern = pattern;
    }

    public string Container { get; }

    /// <summary>What every matching blob's name begins with; may be empty.</summary>
    public string Prefix { get; }

    public IReadOnlyList<string> Names { get; }

    /// <exception cref="RefusedException">The path is no pattern.</exception>
    public static BlobPathPattern Parse(string path, string function)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || slash == path.Length - 1)
        {
            throw new RefusedException($"Function '{function}': the blob path '{path}' names a container alone; write '{path.TrimEnd('/')}/{{name}}' for all its blobs.");
        }

        var (container, blob) = (path[..slash], path[(slash + 1)..]);
        QueueNames.Check(function, "container", container);
        var names = new List<string>();
        var pattern = new StringBuilder(@"\A");
        var at = 0;
        foreach (Match token in Token().Matches(blob))
        {
            if (token.Index == at && at > 0)
            {
                throw new RefusedException($"Function '{function}': in the blob path '{path}' nothing parts {{{names[^1]}}} from {token.Value}.");
            }

            pattern.Append(Literal(blob[at..token.Index], path, function)).Append("(.*)");
            if (names.Contains(token.Groups[1].Value, StringComparer.OrdinalIgnoreCase))
            {
                throw new RefusedException($"Function '{function}': the blob path '{path}' has {token.Value} twice.");
            }

            names.Add(token.Groups[1].Value);
            at = token.Index + token.Length;
        }

        pattern.Append(Literal(blob[at..], path, function)).Append(@"\z");
        var brace = blob.IndexOf('{', StringComparison.Ordinal);
        return new BlobPathPattern(
            container,
            brace < 0 ? blob : blob[..brace],
            names,
            new Regex(pattern.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline));
    }

    /// <returns>The pattern's names and what they stand for in this blob's name; null if it does not match.</returns>
    public IReadOnlyDictionary<string, object?>? Match(string blobName)
    {
        var match = _pattern.Match(blobName);
        return match.Success
            ? Names.Index().ToDictionary(n => n.Item, n => (object?)match.Groups[n.Index + 1].Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    private static string Literal(string text, string path, string function) =>
        text.AsSpan().ContainsAny('{', '}')
            ? throw new RefusedException($"Function '{function}': the braces of the blob path '{path}' do not each enclose a name of letters, digits and '_'.")
            : Regex.Escape(text);

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Token();
}
