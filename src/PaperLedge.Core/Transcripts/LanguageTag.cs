using System.Text.RegularExpressions;

namespace PaperLedge.Core.Transcripts;

/// <summary>BCP 47 tags as they go into <c>lang</c> and <c>dir</c> attributes and feeds. Languages of more than three letters are reserved there.</summary>
public static partial class LanguageTag
{
    private static readonly string[] RightToLeftLanguages =
        ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

    private static readonly string[] RightToLeftScripts = ["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"];

    /// <summary>The tag, or <c>und</c> (undetermined) if it is none: an attribute with rubbish misleads screen readers.</summary>
    public static string OrUndetermined(string? tag) => tag is not null && IsTag(tag) ? tag : "und";

    /// <returns><c>ltr</c> or <c>rtl</c>, by the script if the tag names one, else by the language's usual one.</returns>
    public static string Direction(string? tag)
    {
        var parts = (tag ?? "").Split('-');
        var script = parts.Skip(1).FirstOrDefault(part => part.Length == 4 && char.IsAsciiLetter(part[0]));
        var rightToLeft = script is null
            ? RightToLeftLanguages.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            : RightToLeftScripts.Contains(script, StringComparer.OrdinalIgnoreCase);
        return rightToLeft ? "rtl" : "ltr";
    }

    public static bool IsEnglish(string? tag) => AreSame(tag ?? "", "en");

    /// <summary>Whether two tags name one language, whatever regions or scripts they name.</summary>
    public static bool AreSame(string one, string other) => one.Split('-')[0].Equals(other.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    public static bool IsTag(string tag) => Shape().IsMatch(tag);

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex Shape();
}
