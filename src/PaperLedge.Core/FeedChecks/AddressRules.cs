using System.Text;
using System.Text.RegularExpressions;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.FeedChecks;

internal static partial class AddressRules
{
    private const string HttpsRule = "https";

    /// <returns>The address, or null if apps cannot follow it.</returns>
    public static Uri? Required(Scope scope, string rule, FeedElement element, string attribute, bool https = true)
    {
        var text = element[attribute];
        if (!string.IsNullOrEmpty(text))
        {
            return Check(scope, rule, element, $"{element.Tag}'s {attribute}", text, https);
        }

        scope.Error(rule, element, $"{element.Tag} has no {attribute}.", $"""Write the address as {attribute}="https://…".""");
        return null;
    }

    public static void Optional(Scope scope, string rule, FeedElement element, string attribute)
    {
        if (element[attribute] is not null)
        {
            Required(scope, rule, element, attribute);
        }
    }

    /// <param name="name">The element or attribute as the message calls it.</param>
    /// <param name="https">True to warn of http.</param>
    /// <returns>The address, or null if apps cannot follow it.</returns>
    public static Uri? Check(Scope scope, string rule, FeedElement at, string name, string text, bool https = true)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !WebAddress.IsWeb(address) || !HasScheme(text))
        {
            scope.Error(
                rule,
                at,
                $"{name} is {Scope.Quote(text)}, which is not a web address.",
                "Write it in full, beginning with https://.");
            return null;
        }

        if (!Ascii.IsValid(text) || text.Any(char.IsWhiteSpace))
        {
            scope.Error(
                rule,
                at,
                $"{name} is {Scope.Quote(text)}, with spaces or letters beyond ASCII, which apps encode differently or not at all.",
                "Percent-encode the path (a space is %20), and write the host in its xn-- form.");
        }

        if (DoublyEncoded().Match(address.AbsolutePath) is { Success: true } twice)
        {
            scope.Warning(
                "address-encoding",
                at,
                $"{name} is {Scope.Quote(text)}, which is percent-encoded twice: it has {twice.Value} for {Once(twice)}.",
                $"Encode it once: write {Once(twice)}.");
        }

        if (https && IsInsecure(address))
        {
            scope.Warning(
                HttpsRule,
                at,
                $"{name} is {Scope.Quote(text)}: http, which many apps block.",
                "Serve it over https and write https:// here.");
        }

        return address;

        static string Once(Match encoded) => Uri.UnescapeDataString(encoded.Value);
    }

    // A percent sign that was encoded although two hexadecimal digits follow it.
    [GeneratedRegex("%25[0-9A-Fa-f]{2}")]
    private static partial Regex DoublyEncoded();

    // Returns true for http, except on this machine, where feeds are tried out.
    public static bool IsInsecure(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    // Uri takes a path such as /a for a file, and http:a for an address.
    private static bool HasScheme(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Checks the feed's own address, and those of its pages and archives (RFC 5005).</summary>
internal static class LinkRules
{
    private const string SelfRule = "channel-self";

    private const string SelfRemedy =
        """Write the feed's address as <atom:link rel="self" type="application/rss+xml" href="https://…"/>, once.""";

    private static readonly string[] s_pages =
        ["first", "last", "next", "previous", "prev", "current", "prev-archive", "next-archive", "hub"];

    public static void Check(FeedElement channel, Scope scope)
    {
        var own = channel.All(FeedXml.Atom, "link").Where(link => link["rel"] == "self").ToList();
        if (own.Count == 0)
        {
            scope.Error(SelfRule, null, "There is no <atom:link rel=\"self\">, which gives directories the feed's address.", SelfRemedy);
        }
        else if (own.Count > 1)
        {
            scope.Error(
                SelfRule,
                own[1],
                "There is more than one <atom:link rel=\"self\">, so the feed's address is unclear.",
                SelfRemedy);
        }

        if (own.Count > 0)
        {
            AddressRules.Required(scope, SelfRule, own[0], "href");
        }

        foreach (var link in channel.All(FeedXml.Atom, "link"))
        {
            if (link["rel"] is { } rel && s_pages.Contains(rel))
            {
                var name = $"<atom:link rel=\"{rel}\">'s href";
                AddressRules.Check(scope, "page-link", link, name, link["href"] ?? "", https: false);
            }
        }
    }
}
