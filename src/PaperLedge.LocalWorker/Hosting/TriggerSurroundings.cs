using Microsoft.Extensions.Configuration;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>What the texts of triggers' attributes are read against.</summary>
internal sealed record TriggerSurroundings(IConfiguration Settings, StorageAccounts Accounts)
{
    /// <exception cref="RefusedException">A setting that the text names is missing.</exception>
    public string Resolve(string text, FunctionMethod function) => SettingExpressions.Resolve(text, Settings, function.Name);

    /// <exception cref="RefusedException">The connection cannot be opened.</exception>
    public StorageAccount Open(string? connection, FunctionMethod function)
    {
        try
        {
            return Accounts.Open(connection is null ? null : Resolve(connection, function));
        }
        catch (RefusedException refused)
        {
            throw new RefusedException($"Function '{function.Name}': {refused.Message}");
        }
    }
}
