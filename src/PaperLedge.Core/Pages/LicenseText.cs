using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

internal static class LicenseText
{
    private const string CreativeCommons = "https://creativecommons.org/";

    // Returns Creative Commons licences in their official spelling, CC BY-SA 4.0; others unchanged.
    public static string Name(License license)
    {
        if (license.Url is not null || CreativeCommonsOf(license.Name) is not { } parts)
        {
            return PlainText.OneLine(license.Name);
        }

        return parts.Terms == "0" ? $"CC0 {parts.Version}" : $"CC {parts.Terms.ToUpperInvariant()} {parts.Version}";
    }

    /// <returns>Null if unknown: SPDX's own addresses depend on capitals that feeds do not keep.</returns>
    public static Uri? Address(License license) =>
        license.Url is not null ? (WebAddress.IsWeb(license.Url) ? license.Url : null)
        : CreativeCommonsOf(license.Name) is not { } parts ? null
        : parts.Terms == "0" ? new Uri($"{CreativeCommons}publicdomain/zero/{parts.Version}/")
        : new Uri($"{CreativeCommons}licenses/{parts.Terms}/{parts.Version}/");

    // Returns the terms "by-sa" and the version for cc-by-sa-4.0; the terms "0" for cc0-1.0.
    private static (string Terms, string Version)? CreativeCommonsOf(string name)
    {
        var parts = name.Split('-');
        var known = parts is ["cc0", "1.0"]
            || (parts is ["cc", "by", .., "1.0" or "2.0" or "2.5" or "3.0" or "4.0"]
                && parts[2..^1].All(term => term is "nc" or "nd" or "sa"));
        return !known ? null : parts[0] == "cc0" ? ("0", parts[1]) : (string.Join('-', parts[1..^1]), parts[^1]);
    }
}
