using System.Globalization;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Cli.Processes;

/// <param name="DataDirectory">Made if missing; what is stored survives a restart.</param>
/// <param name="LogPath">Appended to.</param>
/// <param name="BlobPort">Azurite's usual ports are the defaults: <c>UseDevelopmentStorage=true</c> means them.</param>
public sealed record AzuriteOptions(string DataDirectory, string LogPath, int BlobPort = 10000, int QueuePort = 10001, int TablePort = 10002)
{
    /// <summary>Of every account; published, and no secret.</summary>
    internal const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The account that every emulator has.</summary>
    private const string Account = "devstoreaccount1";

    /// <summary>Accounts in place of the usual one, all with its key; by default there are none.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Whether nothing is written to disk, and nothing survives a restart.</summary>
    public bool InMemory { get; init; }

    public string ConnectionString => ConnectionStringOf(Account);

    /// <summary>Three ports that nobody uses now.</summary>
    public static AzuriteOptions OnFreePorts(string dataDirectory, string logPath)
    {
        var ports = LocalPorts.Free(3);
        return new AzuriteOptions(dataDirectory, logPath, ports[0], ports[1], ports[2]);
    }

    /// <summary>Three ports in a row.</summary>
    public static AzuriteOptions FromPort(int first, string dataDirectory, string logPath) =>
        new(dataDirectory, logPath, first, first + 1, first + 2);

    internal string ConnectionStringOf(string account) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{BlobPort}/{account};" +
        $"QueueEndpoint=http://127.0.0.1:{QueuePort}/{account};TableEndpoint=http://127.0.0.1:{TablePort}/{account};");

    /// <exception cref="StartException">Something listens on one of them.</exception>
    public void EnsurePortsFree()
    {
        foreach (var port in new[] { BlobPort, QueuePort, TablePort })
        {
            LocalPorts.EnsureFree(port, "storage (Azurite)", "--storage-port");
        }
    }
}
