namespace PaperLedge.Core.Feed.Checking;

/// <summary><c>podcast:alternateEnclosure</c>: the episode in another format or from another place.</summary>
internal static class AlternateEnclosureRules
{
    private const string Rule = "alternate-enclosure";

    /// <summary>Hashes that Subresource Integrity knows (https://www.w3.org/TR/SRI/), each with its bytes.</summary>
    private static readonly (string Name, int Bytes)[] Hashes = [("sha256-", 32), ("sha384-", 48), ("sha512-", 64)];

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
                $"{alternate.Tag} has no <podcast:source>, so that there is nothing to play.",
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

    /// <summary>Sources may be torrents or of IPFS.</summary>
    private static void CheckSource(Scope scope, FeedElement source)
    {
        var text = source["uri"];
        if (string.IsNullOrEmpty(text) || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.IsFile)
        {
            scope.Error(Rule, source, $"{source.Tag} has no uri that is an address in full.", """Write it like uri="https://…".""");
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
                $"{integrity.Tag}'s value is {Scope.Quote(value)}, by which apps cannot check the file.",
                "Write sha256-, sha384- or sha512- and then the file's hash in Base64.");
        }
    }

    private static bool IsHash(string value)
    {
        var hash = value.Split('?')[0];
        var (name, bytes) = Array.Find(Hashes, known => hash.StartsWith(known.Name, StringComparison.Ordinal));
        return name is not null
            && Convert.TryFromBase64String(hash[name.Length..], new byte[hash.Length], out var written)
            && written == bytes;
    }
}
