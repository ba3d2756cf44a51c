namespace PaperLedge.Core.Feed.Checking;

/// <summary>The feed's own address, and those of its pages and archives (RFC 5005).</summary>
internal static class LinkRules
{
    private const string SelfRule = "channel-self";

    private const string SelfRemedy = """Write the feed's address as <atom:link rel="self" type="application/rss+xml" href="https://…"/>, once.""";

    private static readonly string[] Pages = ["first", "last", "next", "previous", "prev", "current", "prev-archive", "next-archive", "hub"];

    public static void Check(FeedElement channel, Scope scope)
    {
        var own = channel.All(FeedXml.Atom, "link").Where(link => link["rel"] == "self").ToList();
        if (own.Count == 0)
        {
            scope.Error(SelfRule, null, "There is no <atom:link rel=\"self\">, by which directories know the feed's address.", SelfRemedy);
        }
        else if (own.Count > 1)
        {
            scope.Error(
                SelfRule,
                own[1],
                "There is more than one <atom:link rel=\"self\">, so that the feed's address is in doubt.",
                SelfRemedy);
        }

        if (own.Count > 0)
        {
            AddressRules.Required(scope, SelfRule, own[0], "href");
        }

        foreach (var link in channel.All(FeedXml.Atom, "link"))
        {
            if (link["rel"] is { } rel && Pages.Contains(rel))
            {
                var name = $"<atom:link rel=\"{rel}\">'s href";
                AddressRules.Check(scope, "page-link", link, name, link["href"] ?? "", https: false);
            }
        }
    }
}
