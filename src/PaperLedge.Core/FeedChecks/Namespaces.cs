using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

/// <remarks>
/// Apps compare namespaces letter by letter, so that a misspelt one hides all its elements from them. Here it is reported once
/// and then read as the intended one, so that the rest is checked too.
/// </remarks>
internal sealed class Namespaces(Findings findings)
{
    // The specification's own address. Apps must treat it as the same namespace, but not all do.
    private const string PodcastAlias = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md";

    // Feeds have a dozen; a feed with a new one in each element must not fill the memory.
    private const int MostRemembered = 1_000;

    private static readonly (string Prefix, string Name)[] s_known =
        [("itunes", FeedXml.ITunes), ("podcast", FeedXml.Podcast), ("atom", FeedXml.Atom), ("content", FeedXml.Content)];

    private readonly Dictionary<(string Prefix, string Name), string> _understood = [];

    public static string? PrefixOf(string? name) => Array.Find(s_known, known => known.Name == name).Prefix;

    /// <returns>The known namespace that is meant, null for no namespace, else the name itself.</returns>
    public string? Understand(string prefix, string name, int line)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (!_understood.TryGetValue((prefix, name), out var meant))
        {
            meant = Meant(prefix, name);
            if (_understood.Count < MostRemembered)
            {
                _understood.Add((prefix, name), meant);
            }

            Tell(name, meant, line);
        }

        return meant;
    }

    private static string Meant(string prefix, string name)
    {
        if (Array.Exists(s_known, known => known.Name == name))
        {
            return name;
        }

        var letters = Letters(name);
        if (letters == Letters(PodcastAlias))
        {
            return FeedXml.Podcast;
        }

        return Array.Find(s_known, known => Letters(known.Name) == letters || known.Prefix == prefix).Name ?? name;
    }

    private void Tell(string name, string meant, int line)
    {
        if (name == meant)
        {
            return;
        }

        var (level, problem) = name == PodcastAlias
            ? (FindingLevel.Warning, $"The namespace {name} means {meant}, but some apps do not recognise it.")
            : (FindingLevel.Error, $"The namespace {Scope.Quote(name)} is unknown to apps, so they ignore every element in it.");
        findings.Add(new(level, "namespace", line, "feed", problem, $"""Declare exactly xmlns:{PrefixOf(meant)}="{meant}"."""));
    }

    // The name without the parts that people get wrong: the scheme, capitals, www., and the ending.
    private static string Letters(string name)
    {
        var letters = name.Trim().ToLowerInvariant();
        letters = letters[(letters.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        letters = letters.StartsWith("www.", StringComparison.Ordinal) ? letters[4..] : letters;
        letters = letters.TrimEnd('/', '#');
        return letters.EndsWith(".dtd", StringComparison.Ordinal) ? letters[..^4] : letters;
    }
}
