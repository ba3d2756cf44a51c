using System.Globalization;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Cli.Processes;

/// <summary>Azure Storage on this machine: the emulator Azurite, as a child process.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private Azurite(AzuriteOptions options, ChildProcess process) => (Options, Process) = (options, process);

    public AzuriteOptions Options { get; }

    public ChildProcess Process { get; }

    public string ConnectionString => Options.ConnectionString;

    /// <param name="account">One of <see cref="AzuriteOptions.Accounts"/>.</param>
    public string ConnectionStringOf(string account) => Options.ConnectionStringOf(account);

    /// <summary>Starts it and waits until its three services answer.</summary>
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

    /// <summary>SIGKILL: nothing that it holds in memory is written.</summary>
    public void Kill() => Process.Kill();

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static IEnumerable<string> Arguments(AzuriteOptions options)
    {
        string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

        // The SDKs speak newer versions of the protocol than the emulator knows by name, but use nothing new of them.
        return
        [
            Repository.Azurite, "--silent", "--disableTelemetry", "--skipApiVersionCheck",
            .. options.InMemory ? (string[])["--inMemoryPersistence"] : ["--location", options.DataDirectory],
            "--blobPort", Text(options.BlobPort), "--queuePort", Text(options.QueuePort), "--tablePort", Text(options.TablePort),
        ];
    }

    /// <summary>See https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#custom-storage-accounts-and-keys.</summary>
    private static Dictionary<string, string?> Environment(AzuriteOptions options) => options.Accounts.Count == 0
        ? []
        : new() { ["AZURITE_ACCOUNTS"] = string.Join(';', options.Accounts.Select(account => $"{account}:{AzuriteOptions.Key}")) };

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
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
            throw new StartException($"Azurite did not answer within {StartTimeout.TotalSeconds:0} s; see {Options.LogPath}.", exception);
        }
    }
}
