using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Settings;

/// <summary>Puts settings into the texts of attributes: <c>%Name%</c> is the setting's value.</summary>
internal static partial class SettingExpressions
{
    /// <exception cref="RefusedException">A setting is missing or a percent sign stands alone.</exception>
    public static string Resolve(string text, IConfiguration settings, string function)
    {
        var resolved = Expression().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            return settings[name.Replace("__", ":", StringComparison.Ordinal)]
                ?? throw new RefusedException($"Function '{function}': the setting '{name}' that '{text}' names is missing; add it to {LocalSettingsFile.Name} or the environment.");
        });
        return Expression().Replace(text, "").Contains('%', StringComparison.Ordinal)
            ? throw new RefusedException($"Function '{function}': '{text}' has a lone '%'; settings are written %Name%.")
            : resolved;
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Expression();
}
