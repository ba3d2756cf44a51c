using System.Text.Json;
using Azure;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Timers;

/// <summary>Keeps each timer's status as a JSON blob, so that the next process knows what was missed.</summary>
internal sealed class TimerStatusStore(HostStorage storage)
{
    /// <returns>Null if there is none, or none that can be read.</returns>
    public async Task<ScheduleStatus?> ReadAsync(FunctionMethod function, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await storage.Notes.GetBlobClient(Name(function)).DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize<ScheduleStatus>(blob.Value.Content);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (JsonException)
        {
            // As good as none: the next write replaces it.
            return null;
        }
    }

    public Task WriteAsync(FunctionMethod function, ScheduleStatus status, CancellationToken cancellationToken) =>
        storage.Notes.GetBlobClient(Name(function)).UploadAsync(BinaryData.FromObjectAsJson(status), overwrite: true, cancellationToken);

    private string Name(FunctionMethod function) => $"timers/{storage.HostId}/{function.Id}/status";
}
