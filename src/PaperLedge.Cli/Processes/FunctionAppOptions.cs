using System.Globalization;
using System.Security.Cryptography;

namespace PaperLedge.Cli.Processes;

/// <param name="WorkingDirectory">A <c>local.settings.json</c> there is read; environment variables win over it.</param>
/// <param name="LogPath">Appended to.</param>
public sealed record FunctionAppOptions(string WorkingDirectory, string LogPath)
{
    /// <summary>The app's published folder.</summary>
    public string App { get; init; } = Repository.FunctionApp;

    /// <summary>On the loopback address.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The storage account's connection string; null leaves it to the settings file.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>What callers of the administration's addresses must send as <c>x-functions-key</c>.</summary>
    public string FunctionKey { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Further settings as environment variables, such as <c>Whisper__Model</c>; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long after its start the app may take to answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told every line of the app's log.</summary>
    public Action<string>? Echo { get; init; }

    /// <summary>All of it that the app reads itself.</summary>
    internal Dictionary<string, string?> ToVariables()
    {
        var variables = new Dictionary<string, string?>(Environment)
        {
            ["DevHost__Port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["DevHost__FunctionKey"] = FunctionKey,
        };
        if (ConnectionString is not null)
        {
            variables["AzureWebJobsStorage"] = ConnectionString;
        }

        return variables;
    }
}
