using System.Net.Http.Json;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Settings;

namespace PaperLedge.DevHost.Listeners;

/// <summary>Announces new and changed blobs to the blob extension's web hook, as Event Grid does with finished writes.</summary>
/// <remarks>
/// It lists the containers and records the announced blobs in a blob, so that uploads without a running host are announced later.
/// At its start it repeats the announcements of the last ten minutes: a killed host may hold those events for so long.
/// </remarks>
/// <param name="hook">The extension's web hook.</param>
/// <param name="key">The key that the hook wants.</param>
internal sealed class EventGridStandIn(
    IReadOnlyList<AppFunction> functions,
    AppSettings settings,
    DevHostOptions options,
    HostStorage storage,
    Uri hook,
    string key,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private static readonly TimeSpan s_repeated = TimeSpan.FromMinutes(10);

    private readonly ILogger _logger = loggers.CreateLogger<EventGridStandIn>();
    private readonly BlobClient _record = storage.Records.GetBlobClient($"devhost/{storage.HostId}/announced.json");
    private readonly List<(AppFunction Function, string Container)> _subscriptions =
        [.. functions.Where(function => function.IsAnnouncedByEventGrid).Select(function => (function, ContainerOf(function, settings)))];

    private Dictionary<string, Announcement> _announced = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken stopping)
    {
        if (_subscriptions.Count == 0)
        {
            return;
        }

        _announced = await ReadRecordAsync(stopping);
        var repeatedFrom = time.GetUtcNow() - s_repeated;
        foreach (var recent in _announced.Where(entry => entry.Value.At > repeatedFrom).Select(entry => entry.Key).ToList())
        {
            _announced.Remove(recent);
        }

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("aeg-event-type", "Notification");
        http.DefaultRequestHeaders.Add("x-functions-key", key);
        while (true)
        {
            foreach (var (function, container) in _subscriptions)
            {
                try
                {
                    await AnnounceNewAsync(http, function, container, stopping);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    _logger.NotAnnounced(container, failure.Message);
                }
            }

            await Task.Delay(options.EventInterval, time, stopping);
        }
    }

    private static string ContainerOf(AppFunction function, AppSettings settings) =>
        settings.Resolve(function.BlobPath!, function.Name).Split('/')[0];

    private async Task AnnounceNewAsync(HttpClient http, AppFunction function, string containerName, CancellationToken cancellationToken)
    {
        var container = storage.Blobs.GetBlobContainerClient(containerName);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changed = false;
        await foreach (var blob in BlobsAsync(container, cancellationToken))
        {
            var name = $"{function.Name} {containerName}/{blob.Name}";
            seen.Add(name);
            var eTag = blob.Properties.ETag.ToString()!.Trim('"');
            if (_announced.TryGetValue(name, out var known) && known.ETag == eTag)
            {
                continue;
            }

            if (await TryPostAsync(http, function, container.GetBlobClient(blob.Name).Uri, eTag, cancellationToken))
            {
                _announced[name] = new Announcement(eTag, time.GetUtcNow());
                changed = true;
            }
        }

        // Removes blobs from the record that are no longer in the container.
        var left = _announced.Keys.Where(name => name.StartsWith($"{function.Name} ", StringComparison.Ordinal) && !seen.Contains(name));
        foreach (var gone in left.ToList())
        {
            changed |= _announced.Remove(gone);
        }

        if (changed)
        {
            await storage.Records.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await _record.UploadAsync(BinaryData.FromObjectAsJson(_announced), overwrite: true, cancellationToken);
        }
    }

    // Returns false if the hook did not take the event: it is announced again with the next listing.
    private async Task<bool> TryPostAsync(HttpClient http, AppFunction function, Uri blob, string eTag, CancellationToken cancellationToken)
    {
        // With a host name such as localhost, the hook would take the account for the container.
        blob = blob.IsLoopback ? new UriBuilder(blob) { Host = "127.0.0.1" }.Uri : blob;
        var address = new Uri(hook, $"?functionName={Uri.EscapeDataString(function.HostName)}");
        var happened = new
        {
            id = Guid.NewGuid(),
            topic = "development",
            subject = blob.AbsolutePath,
            eventType = "Microsoft.Storage.BlobCreated",
            eventTime = time.GetUtcNow(),
            dataVersion = "",
            metadataVersion = "1",
            data = new { api = "PutBlob", eTag, blobType = "BlockBlob", url = blob.AbsoluteUri },
        };
        for (var times = options.DuplicateEvents ? 2 : 1; times > 0; times--)
        {
            using var response = await http.PostAsJsonAsync(address, new[] { happened }, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                _logger.NotAnnounced(blob.AbsoluteUri, $"the web hook answered {(int)response.StatusCode}");
                return false;
            }
        }

        return true;
    }

    // A container that does not exist yet is empty.
    private static async IAsyncEnumerable<BlobItem> BlobsAsync(
        BlobContainerClient container, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blobs = container.GetBlobsAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await blobs.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (RequestFailedException missing) when (missing.Status == 404)
            {
                yield break;
            }

            yield return blobs.Current;
        }
    }

    private async Task<Dictionary<string, Announcement>> ReadRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = (await _record.DownloadContentAsync(cancellationToken)).Value.Content;
            return content.ToObjectFromJson<Dictionary<string, Announcement>>() ?? new(StringComparer.Ordinal);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return new(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            // Without a record all blobs are announced again, which is always allowed.
            return new(StringComparer.Ordinal);
        }
    }

    private sealed record Announcement(string ETag, DateTimeOffset At);
}
