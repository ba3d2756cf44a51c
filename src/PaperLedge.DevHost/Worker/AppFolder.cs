using System.Text.Json;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Worker;

/// <summary>A published function app: the output of <c>dotnet publish</c> for a project with the Functions worker's SDK.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Executable">The program that runs the worker, such as <c>dotnet</c>.</param>
/// <param name="Worker">The worker's file in the folder, such as <c>MyApp.dll</c>.</param>
internal sealed record AppFolder(string Path, string Executable, string Worker)
{
    public string HostJson => System.IO.Path.Combine(Path, "host.json");

    /// <exception cref="StartException">The folder does not contain a published app.</exception>
    public static AppFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var config = System.IO.Path.Combine(full, "worker.config.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            var description = document.RootElement.GetProperty("description");
            var app = new AppFolder(
                full,
                description.GetProperty("defaultExecutablePath").GetString()!,
                description.GetProperty("defaultWorkerPath").GetString()!);
            return File.Exists(app.HostJson) ? app : throw new StartException($"{app.HostJson} is missing.");
        }
        catch (Exception failure) when (failure is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StartException($"{full} is not a published function app ({failure.Message}). Make one with: dotnet publish", failure);
        }
    }

    /// <summary>Starts the worker as the Functions host does, with the app's folder as its working directory.</summary>
    /// <param name="server">The address of the gRPC server that it must connect to.</param>
    /// <param name="settings">Added to the environment that it inherits.</param>
    public ChildProcess Start(Uri server, string workerId, IReadOnlyDictionary<string, string> settings)
    {
        var requestId = Guid.NewGuid().ToString();
        var variables = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        var environment = new Dictionary<string, string?>(variables)
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = Path,
            ["FUNCTIONS_WORKER_DIRECTORY"] = Path,
        };
        var port = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        const string MaxMessageLength = "2147483647";
        return ChildProcess.Start(
            "The worker",
            Executable == "dotnet" ? ChildProcess.DotNet : Executable,
            [
                System.IO.Path.Combine(Path, Worker),
                "--host", server.Host, "--port", port, "--workerId", workerId, "--requestId", requestId,
                "--grpcMaxMessageLength", MaxMessageLength,
                "--functions-uri", server.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", requestId,
                "--functions-grpc-max-message-length", MaxMessageLength,
            ],
            environment,
            workingDirectory: Path,
            logPath: null,
            line => Console.WriteLine(line.StartsWith(SystemLogPrefix, StringComparison.Ordinal) ? line[SystemLogPrefix.Length..] : line));
    }

    // Marks lines of the worker's output that are its own rather than the app's.
    private const string SystemLogPrefix = "LanguageWorkerConsoleLog";
}
