using System.Globalization;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.FeedChecks;

internal static class EnclosureRules
{
    // Parts of media types, since several are in use for each: audio/wav, audio/x-wav, audio/vnd.wave.
    private static readonly string[] s_unplayable = ["ogg", "opus", "flac", "wav", "webm", "matroska", "aiff", "caf", "wma", "amr"];

    // Source: https://podcasters.apple.com/support/823-podcast-requirements.
    private static readonly string[] s_appleTypes =
        ["audio/mpeg", "audio/x-m4a", "video/quicktime", "video/mp4", "video/x-m4v"];

    // Types that some hosts serve, each with the one that Apple lists.
    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["audio/mp3"] = "audio/mpeg",
        ["audio/mpeg3"] = "audio/mpeg",
        ["audio/x-mpeg"] = "audio/mpeg",
        ["audio/mpg"] = "audio/mpeg",
        ["audio/mp4"] = "audio/x-m4a",
        ["audio/m4a"] = "audio/x-m4a",
        ["audio/x-mp4"] = "audio/x-m4a",
        ["video/m4v"] = "video/x-m4v",
        ["video/mov"] = "video/quicktime",
    };

    /// <returns>The enclosure's address, or null.</returns>
    public static string? Check(FeedElement item, Scope scope)
    {
        const string Remedy = """Write the episode's file as <enclosure url="https://…" length="1478400" type="audio/mpeg"/>, once.""";
        var enclosures = item.All(null, "enclosure").ToList();
        if (enclosures.Count == 0)
        {
            scope.Error("item-enclosure", null, "There is no <enclosure>, so apps find nothing to play.", Remedy);
            return null;
        }

        if (enclosures.Count > 1)
        {
            scope.Error(
                "item-enclosure",
                enclosures[1],
                "There is more than one <enclosure>; apps use only one of them.",
                $"{Remedy} Other formats go into <podcast:alternateEnclosure>.");
        }

        var enclosure = enclosures[0];
        CheckLength(scope, enclosure);
        CheckType(scope, "enclosure-type", enclosure);
        CheckPlayable(scope, enclosure);
        return AddressRules.Required(scope, "enclosure-url", enclosure, "url")?.AbsoluteUri;
    }

    public static void CheckType(Scope scope, string rule, FeedElement element)
    {
        var type = element["type"];
        if (string.IsNullOrEmpty(type))
        {
            scope.Error(rule, element, $"{element.Tag} has no type.", """Write the file's media type, such as type="audio/mpeg".""");
        }
        else if (!type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)
            && !type.StartsWith("video/", StringComparison.OrdinalIgnoreCase))
        {
            scope.Error(
                rule,
                element,
                $"{element.Tag}'s type is {Scope.Quote(type)}, which is neither audio nor video, so apps leave the episode out.",
                "Write audio/mpeg for MP3, audio/x-m4a for M4A, video/mp4 for MP4.");
        }
    }

    private static void CheckPlayable(Scope scope, FeedElement enclosure)
    {
        var type = enclosure["type"]?.Split(';')[0].Trim().ToLowerInvariant();
        if (type is not null && s_unplayable.FirstOrDefault(name => type.Contains(name, StringComparison.Ordinal)) is not null)
        {
            scope.Warning(
                "enclosure-playable",
                enclosure,
                $"<enclosure> is {type}, which Apple Podcasts and many other apps do not play.",
                "Publish MP3 (audio/mpeg) or M4A (audio/x-m4a), and offer this file as a <podcast:alternateEnclosure>.");
        }
        else if (type is not null
            && (type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal))
            && !s_appleTypes.Contains(type, StringComparer.Ordinal))
        {
            scope.Warning(
                "enclosure-listed",
                enclosure,
                $"<enclosure>'s type is {Scope.Quote(type)}, which is not one that Apple lists.",
                s_aliases.TryGetValue(type, out var listed) ? $"Write {listed}." : $"Apple lists {string.Join(", ", s_appleTypes)}.");
        }
    }

    private static void CheckLength(Scope scope, FeedElement enclosure)
    {
        const string Rule = "enclosure-length";
        const string Remedy = """Write the file's size in bytes, in digits only, such as length="1478400".""";
        var text = enclosure["length"];
        if (string.IsNullOrEmpty(text))
        {
            scope.Error(Rule, enclosure, "<enclosure> has no length.", Remedy);
        }
        else if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            scope.Error(Rule, enclosure, $"<enclosure>'s length is {Scope.Quote(text)}, which is not a number of bytes.", Remedy);
        }
        else if (length == 0)
        {
            scope.Warning(Rule, enclosure, "<enclosure>'s length is 0; apps cannot tell how much they have to load.", Remedy);
        }
    }
}

internal static class AlternateEnclosureRules
{
    private const string Rule = "alternate-enclosure";

    // The hashes of Subresource Integrity (https://www.w3.org/TR/SRI/), each with its bytes.
    private static readonly (string Name, int Bytes)[] s_hashes = [("sha256-", 32), ("sha384-", 48), ("sha512-", 64)];

    public static void Check(Scope scope, FeedElement alternate)
    {
        if (string.IsNullOrEmpty(alternate["type"]))
        {
            scope.Error(Rule, alternate, $"{alternate.Tag} has no type.", """Write the file's media type, such as type="audio/opus".""");
        }

        var sources = alternate.All(FeedXml.Podcast, "source").ToList();
        if (sources.Count == 0)
        {
            scope.Error(
                Rule,
                alternate,
                $"{alternate.Tag} has no <podcast:source>, so there is nothing to play.",
                """Put <podcast:source uri="https://…"/> into it.""");
        }

        foreach (var source in sources)
        {
            CheckSource(scope, source);
        }

        foreach (var integrity in alternate.All(FeedXml.Podcast, "integrity"))
        {
            CheckIntegrity(scope, integrity);
        }
    }

    // Sources may be torrents or IPFS addresses.
    private static void CheckSource(Scope scope, FeedElement source)
    {
        var text = source["uri"];
        if (string.IsNullOrEmpty(text) || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.IsFile)
        {
            scope.Error(Rule, source, $"{source.Tag} has no uri, or its uri is not a full address.", """Write it like uri="https://…".""");
        }
        else if (WebAddress.IsWeb(address))
        {
            AddressRules.Required(scope, Rule, source, "uri");
        }
    }

    private static void CheckIntegrity(Scope scope, FeedElement integrity)
    {
        var (type, value) = (integrity["type"] ?? "", integrity["value"] ?? "");
        ValueRules.OneOf(scope, Rule, integrity, $"{integrity.Tag}'s type", type, "sri", "pgp-signature");
        if (value.Length == 0 || (type == "sri" && !value.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(IsHash)))
        {
            scope.Error(
                Rule,
                integrity,
                $"{integrity.Tag}'s value is {Scope.Quote(value)}, with which apps cannot check the file.",
                "Write sha256-, sha384- or sha512- and then the file's hash in Base64.");
        }
    }

    private static bool IsHash(string value)
    {
        var hash = value.Split('?')[0];
        var (name, bytes) = Array.Find(s_hashes, known => hash.StartsWith(known.Name, StringComparison.Ordinal));
        return name is not null
            && Convert.TryFromBase64String(hash[name.Length..], new byte[hash.Length], out var written)
            && written == bytes;
    }
}
