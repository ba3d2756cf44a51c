using System.Text.RegularExpressions;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>The rules that Azure has for the names of queues and containers alike.</summary>
internal static partial class QueueNames
{
    public const string PoisonSuffix = "-poison";

    /// <exception cref="RefusedException">Azure would not take the name.</exception>
    public static void Check(string function, string kind, string name)
    {
        if (!Valid().IsMatch(name) || name.Contains("--", StringComparison.Ordinal))
        {
            throw new RefusedException(
                $"Function '{function}': '{name}' names no {kind}; write 3 to 63 of a–z, 0–9 and single hyphens, a letter or digit first and last.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\z")]
    private static partial Regex Valid();
}
