using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Episodes;

/// <summary>An episode's name in URLs, blob names and table keys.</summary>
/// <remarks>
/// 1 to <see cref="MaxLength"/> of <c>a–z 0–9 -</c>, beginning and ending with a letter or digit: the uploaded file's name
/// without the extension.
/// </remarks>
public readonly partial record struct EpisodeSlug
{
    /// <summary>Keeps every key and URL built from a slug far below the 1 KiB that Tables allow for a key.</summary>
    public const int MaxLength = 100;

    private readonly string? _value;

    private EpisodeSlug(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default EpisodeSlug has no value.");

    public static bool TryParse([NotNullWhen(true)] string? text, out EpisodeSlug slug)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && Pattern().IsMatch(text);
        slug = valid ? new EpisodeSlug(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a slug.</exception>
    public static EpisodeSlug Parse(string text) =>
        TryParse(text, out var slug) ? slug : throw new FormatException($"'{text}' is not an episode slug (a–z, 0–9, hyphens).");

    /// <returns>The slug nearest to an invalid name, for a message; null if nothing is left or letters beyond a–z would be lost.</returns>
    public static EpisodeSlug? Suggest(string name)
    {
        if (name.Any(character => char.IsLetter(character) && !char.IsAscii(character)))
        {
            return null;
        }

        var text = NotSlug().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return TryParse(PlainText.Shorten(text, MaxLength).TrimEnd('…', '-'), out var slug) ? slug : null;
    }

    public override string ToString() => _value ?? "";

    [GeneratedRegex(@"\A[a-z0-9]+(?:-+[a-z0-9]+)*\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotSlug();
}
