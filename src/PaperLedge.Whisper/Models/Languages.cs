namespace PaperLedge.Whisper.Models;

/// <summary>The languages of multilingual models as ISO 639 codes, in the order of their tokens.</summary>
internal static class Languages
{
    public const string English = "en";

    private static readonly string[] s_codes = (
        "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi " +
        "ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd " +
        "gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue").Split(' ');

    public static string CodeOf(int index) => s_codes[index];

    /// <summary>The index of a code or of a BCP 47 tag's language; null if the model does not know it.</summary>
    public static int? IndexOf(string language, SpecialTokens tokens)
    {
        var primary = language.Split('-', '_')[0].ToLowerInvariant();
        var index = Array.IndexOf(s_codes, primary);
        return index >= 0 && index < tokens.Languages ? index : null;
    }
}
