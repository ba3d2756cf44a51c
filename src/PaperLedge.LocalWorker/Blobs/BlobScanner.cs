using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Settings;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>
/// Lists a function's container again and again and queues each version of a blob that has no receipt. A function whose source is Event
/// Grid is served so too: it may be told of a version more than once, and its messages are not held against the blob's present ETag.
/// </summary>
internal sealed class BlobScanner(
    BlobFunction function, BlobWork work, BlobReceipts receipts, LocalWorkerOptions options, TimeProvider time, ILogger logger) : IListener
{
    /// <summary>The versions that are known to be queued, so that a scan costs no request for each blob.</summary>
    private Dictionary<string, string> _queued = [];

    public string Connection => function.Account.Connection;

    public Uri Endpoint => function.Container.Uri;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await receipts.PrepareAsync(cancellationToken);
        await function.Container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ScanAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                logger.ScanFailed(function.Path.Container, StorageFailure.Reason(failure));
            }

            await Task.Delay(options.BlobScanInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ScanAsync(CancellationToken stopping)
    {
        // Versions queued by a scan that fails half way stay known.
        var present = new Dictionary<string, string>(_queued.Count);
        await foreach (var blob in function.Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, function.Path.Prefix, stopping))
        {
            if (blob.Properties.ETag is not { } tag || function.Path.Match(blob.Name) is null)
            {
                continue;
            }

            var eTag = BlobTriggerMessage.Bare(tag.ToString());
            present[blob.Name] = eTag;
            if (_queued.GetValueOrDefault(blob.Name) != eTag)
            {
                await QueueAsync(blob, eTag, stopping);
                _queued[blob.Name] = eTag;
            }
        }

        _queued = present;
    }

    private async Task QueueAsync(BlobItem blob, string eTag, CancellationToken stopping)
    {
        var id = function.Function.Id;
        if (await receipts.ExistsAsync(id, function.Path.Container, blob.Name, eTag, stopping))
        {
            return;
        }

        var message = new BlobTriggerMessage(
            BlobTriggerMessage.TypeName, id, $"{blob.Properties.BlobType ?? BlobType.Block}Blob", function.Path.Container, blob.Name, eTag);
        var times = options.DuplicateEvents && function.Source == BlobTriggerSource.EventGrid ? 2 : 1;
        for (var i = 0; i < times; i++)
        {
            await work.AddAsync(message, stopping);
        }

        logger.BlobNoticed(function.Function.Name, function.Path.Container, blob.Name, eTag);
        await receipts.WriteAsync(id, function.Path.Container, blob.Name, eTag, stopping);
    }
}
