namespace PaperLedge.Core.Feed.Checking;

/// <summary>
/// The namespaces of podcast feeds. Apps compare their names letter by letter, so that a misspelt one hides all its
/// elements from them; here it is told once and then read as what was meant, so that the rest is checked too.
/// </summary>
internal sealed class Namespaces(Findings findings)
{
    /// <summary>The specification's own address, which apps must take for the same; not all do.</summary>
    private const string PodcastAlias = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md";

    /// <summary>Feeds have a dozen; one that has a new one in each element must not fill the memory.</summary>
    private const int MostRemembered = 1_000;

    private static readonly (string Prefix, string Name)[] Known =
        [("itunes", FeedXml.ITunes), ("podcast", FeedXml.Podcast), ("atom", FeedXml.Atom), ("content", FeedXml.Content)];

    private readonly Dictionary<(string Prefix, string Name), string> _understood = [];

    public static string? PrefixOf(string? name) => Array.Find(Known, known => known.Name == name).Prefix;

    /// <returns>One of the known names if it is meant, null for none, else the name itself.</returns>
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
        if (Array.Exists(Known, known => known.Name == name))
        {
            return name;
        }

        var letters = Letters(name);
        if (letters == Letters(PodcastAlias))
        {
            return FeedXml.Podcast;
        }

        return Array.Find(Known, known => Letters(known.Name) == letters || known.Prefix == prefix).Name ?? name;
    }

    private void Tell(string name, string meant, int line)
    {
        if (name == meant)
        {
            return;
        }

        var (level, problem) = name == PodcastAlias
            ? (FindingLevel.Warning, $"The namespace {name} stands for {meant}, which some apps do not know.")
            : (FindingLevel.Error, $"The namespace {Scope.Quote(name)} is none that apps know, so that they ignore every element in it.");
        findings.Add(new(level, "namespace", line, "feed", problem, $"""Declare xmlns:{PrefixOf(meant)}="{meant}", letter by letter."""));
    }

    /// <summary>What is left of a name without what people get wrong: the scheme, capitals, www., and how it ends.</summary>
    private static string Letters(string name)
    {
        var letters = name.Trim().ToLowerInvariant();
        letters = letters[(letters.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        letters = letters.StartsWith("www.", StringComparison.Ordinal) ? letters[4..] : letters;
        letters = letters.TrimEnd('/', '#');
        return letters.EndsWith(".dtd", StringComparison.Ordinal) ? letters[..^4] : letters;
    }
}
