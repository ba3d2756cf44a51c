using System.Text.RegularExpressions;

namespace PaperLedge.Core.Text;

/// <summary>BCP 47 tags for <c>lang</c> and <c>dir</c> attributes and feeds.</summary>
/// <remarks>Languages of more than three letters are reserved there.</remarks>
public static partial class LanguageTag
{
    /// <summary>The tag for a language that is not known.</summary>
    public const string Undetermined = "und";

    private static readonly string[] s_rightToLeftLanguages =
        ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

    private static readonly string[] s_rightToLeftScripts = ["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"];

    /// <returns>The tag, or <c>und</c> (undetermined) if it is invalid: an invalid attribute misleads screen readers.</returns>
    public static string OrUndetermined(string? tag) => tag is not null && IsTag(tag) ? tag : Undetermined;

    /// <returns><c>ltr</c> or <c>rtl</c>, by the tag's script or, without one, the language's usual script.</returns>
    public static string Direction(string? tag)
    {
        var parts = (tag ?? "").Split('-');
        var script = parts.Skip(1).FirstOrDefault(part => part.Length == 4 && char.IsAsciiLetter(part[0]));
        var rightToLeft = script is null
            ? s_rightToLeftLanguages.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            : s_rightToLeftScripts.Contains(script, StringComparer.OrdinalIgnoreCase);
        return rightToLeft ? "rtl" : "ltr";
    }

    public static bool IsEnglish(string? tag) => AreSame(tag ?? "", "en");

    /// <returns>True if the languages are the same, whatever the regions and scripts.</returns>
    public static bool AreSame(string one, string other) =>
        one.Split('-')[0].Equals(other.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    public static bool IsTag(string tag) => Shape().IsMatch(tag);

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex Shape();
}
