using System.Text;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>Addresses that apps follow.</summary>
internal static class AddressRules
{
    private const string HttpsRule = "https";

    /// <summary>An address in an element's attribute that must be there.</summary>
    /// <returns>The address if apps can follow it.</returns>
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

    /// <summary>An address in an element's attribute that may be absent.</summary>
    public static void Optional(Scope scope, string rule, FeedElement element, string attribute)
    {
        if (element[attribute] is not null)
        {
            Required(scope, rule, element, attribute);
        }
    }

    /// <param name="name">What holds the address, as the message calls it.</param>
    /// <param name="https">Whether http is advised against.</param>
    /// <returns>The address if apps can follow it.</returns>
    public static Uri? Check(Scope scope, string rule, FeedElement at, string name, string text, bool https = true)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !WebAddress.IsWeb(address) || !HasScheme(text))
        {
            scope.Error(
                rule,
                at,
                $"{name} is {Scope.Quote(text)}, which is no address of the web.",
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

        if (https && IsInsecure(address))
        {
            scope.Warning(
                HttpsRule,
                at,
                $"{name} is {Scope.Quote(text)}: http, which many apps block.",
                "Serve it over https and write https:// here.");
        }

        return address;
    }

    /// <summary>Plain http, but for this machine's own, where a feed is tried out.</summary>
    public static bool IsInsecure(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    /// <summary>Uri takes a path such as <c>/a</c> for a file's, and http:a for an address.</summary>
    private static bool HasScheme(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
