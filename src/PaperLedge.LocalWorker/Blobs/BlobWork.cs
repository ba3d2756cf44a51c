using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Queues;
using PaperLedge.LocalWorker.Settings;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>The queue between noticing blobs and running functions for them: what waits here survives the process.</summary>
internal sealed class BlobWork
{
    private readonly Dictionary<string, BlobFunction> _functions;
    private readonly QueueClient _queue;
    private readonly MessageEncoding _encoding;
    private readonly FunctionInvoker _invoker;
    private readonly ILogger _logger;

    public BlobWork(IReadOnlyList<BlobFunction> functions, HostStorage notes, ListenerParts parts)
    {
        _functions = functions.ToDictionary(f => f.Function.Id);
        _queue = notes.BlobWork;
        _encoding = parts.Host.Queues.MessageEncoding;
        _invoker = parts.Invoker;
        _logger = parts.Loggers.CreateLogger<BlobWork>();
        var pace = QueuePace.ForBlobs(parts.Host.Blobs, parts.Host.Queues, parts.Options);
        var processor = new MessageProcessor(_queue, notes.BlobPoison, pace, RunAsync, parts.Drain, parts.Time, _logger);
        Listener = new QueueListener(_queue, notes.BlobPoison, pace, processor, notes.Connection, parts.Time, _logger);
    }

    public QueueListener Listener { get; }

    public async Task AddAsync(BlobTriggerMessage message, CancellationToken cancellationToken)
    {
        await _queue.SendMessageAsync(MessageText.Encode(message.ToJson(), _encoding), cancellationToken);
        Listener.Wake();
    }

    private async Task<InvocationOutcome> RunAsync(QueueMessage queued, CancellationToken cancellationToken)
    {
        BlobTriggerMessage message;
        try
        {
            message = BlobTriggerMessage.FromJson(MessageText.Decode(queued.Body, _encoding));
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            _logger.WorkNotUnderstood(queued.MessageId, failure.Message);
            return InvocationOutcome.Failed;
        }

        if (!_functions.TryGetValue(message.FunctionId, out var function) || function.Path.Match(message.BlobName) is not { } bindingData)
        {
            _logger.FunctionGone(message.FunctionId, message.ContainerName, message.BlobName);
            return InvocationOutcome.Succeeded;
        }

        var blob = function.Account.Blobs.GetBlobContainerClient(message.ContainerName).GetBlobClient(message.BlobName);
        try
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            var current = BlobTriggerMessage.Bare(properties.Value.ETag.ToString());
            if (function.Source == BlobTriggerSource.LogsAndContainerScan && current != BlobTriggerMessage.Bare(message.ETag))
            {
                // The scan has noticed the newer version, or will.
                _logger.VersionReplaced(message.ContainerName, message.BlobName, message.ETag, current);
                return InvocationOutcome.Succeeded;
            }
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            _logger.BlobGone(message.ContainerName, message.BlobName);
            return InvocationOutcome.Succeeded;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return InvocationOutcome.Stopped;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            _logger.BlobNotReached(message.ContainerName, message.BlobName, StorageFailure.Reason(failure));
            return InvocationOutcome.Failed;
        }

        var type = function.Function.TriggerParameter.ParameterType;
        var input = new TriggerInput(
            $"blob '{message.ContainerName}/{message.BlobName}', attempt {queued.DequeueCount}", token => BlobBinding.ReadAsync(blob, type, token), bindingData);
        return await _invoker.InvokeAsync(function.Function, input, cancellationToken);
    }
}
