using System.Globalization;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Cli.Processes;

public sealed class Azurite : IAsyncDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(60);

    private Azurite(AzuriteOptions options, ChildProcess process) => (Options, Process) = (options, process);

    public AzuriteOptions Options { get; }

    public ChildProcess Process { get; }

    public string ConnectionString => Options.ConnectionString;

    /// <param name="account">One of <see cref="AzuriteOptions.Accounts"/>.</param>
    public string ConnectionStringOf(string account) => Options.ConnectionStringOf(account);

    /// <summary>Starts Azurite and waits until its three services answer.</summary>
    /// <exception cref="StartException">A port is in use, Azurite or Node is not installed, or it ends by itself.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(Repository.Azurite))
        {
            throw new StartException($"Azurite is not installed. Install it with: npm ci --prefix '{Repository.Root}'");
        }

        options.EnsurePortsFree();
        Directory.CreateDirectory(options.DataDirectory);
        var process = ChildProcess.Start(
            "Azurite", "node", Arguments(options), Environment(options), options.DataDirectory, options.LogPath);
        var azurite = new Azurite(options, process);
        try
        {
            await azurite.WaitAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGKILL: data in memory is lost.</summary>
    public void Kill() => Process.Kill();

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static IEnumerable<string> Arguments(AzuriteOptions options)
    {
        string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

        // The SDKs send newer versions of the protocol than the emulator accepts, but use nothing new of them.
        return
        [
            Repository.Azurite, "--silent", "--disableTelemetry", "--skipApiVersionCheck",
            .. options.InMemory ? (string[])["--inMemoryPersistence"] : ["--location", options.DataDirectory],
            "--blobPort", Text(options.BlobPort), "--queuePort", Text(options.QueuePort), "--tablePort", Text(options.TablePort),
        ];
    }

    // See https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#custom-storage-accounts-and-keys.
    private static Dictionary<string, string?> Environment(AzuriteOptions options) => options.Accounts.Count == 0
        ? []
        : new() { ["AZURITE_ACCOUNTS"] = string.Join(';', options.Accounts.Select(account => $"{account}:{AzuriteOptions.Key}")) };

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_startTimeout);
        try
        {
            foreach (var port in new[] { Options.BlobPort, Options.QueuePort, Options.TablePort })
            {
                while (!await LocalPorts.AnswersAsync(port, limit.Token))
                {
                    if (Process.Exited.IsCompleted)
                    {
                        throw await Process.EndedAsync();
                    }

                    await Task.Delay(50, limit.Token);
                }
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException($"Azurite did not answer within {s_startTimeout.TotalSeconds:0} s; see {Options.LogPath}.", exception);
        }
    }
}

/// <param name="DataDirectory">Made if missing; its data survive a restart.</param>
/// <param name="LogPath">Appended to.</param>
/// <param name="BlobPort">The defaults are Azurite's usual ports, which <c>UseDevelopmentStorage=true</c> stands for.</param>
public sealed record AzuriteOptions(
    string DataDirectory, string LogPath, int BlobPort = 10000, int QueuePort = 10001, int TablePort = 10002)
{
    /// <summary>The key of every account; published by Microsoft, so not a secret.</summary>
    internal const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Account = "devstoreaccount1";

    /// <summary>Accounts that replace the usual one, all with its key; none by default.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>True to write nothing to disk and lose everything at a restart.</summary>
    public bool InMemory { get; init; }

    public string ConnectionString => ConnectionStringOf(Account);

    public static AzuriteOptions OnFreePorts(string dataDirectory, string logPath)
    {
        var ports = LocalPorts.Free(3);
        return new AzuriteOptions(dataDirectory, logPath, ports[0], ports[1], ports[2]);
    }

    public static AzuriteOptions FromPort(int first, string dataDirectory, string logPath) =>
        new(dataDirectory, logPath, first, first + 1, first + 2);

    internal string ConnectionStringOf(string account) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{BlobPort}/{account};" +
        $"QueueEndpoint=http://127.0.0.1:{QueuePort}/{account};TableEndpoint=http://127.0.0.1:{TablePort}/{account};");

    /// <exception cref="StartException">A port is in use.</exception>
    public void EnsurePortsFree()
    {
        foreach (var port in new[] { BlobPort, QueuePort, TablePort })
        {
            LocalPorts.EnsureFree(port, "storage (Azurite)", "--storage-port");
        }
    }
}
