using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Queues;
using Microsoft.Extensions.Logging;

namespace PaperLedge.DevHost.Listeners;

/// <summary>Hides messages for less than the storage extension's fixed ten minutes, so that a killed host's work is resumed soon.</summary>
/// <remarks>Attempts, delays and poison queues are the extension's.</remarks>
internal sealed class ShortLeaseFactory(TimeSpan lease, TimeProvider time, ILoggerFactory loggers) : IQueueProcessorFactory
{
    public QueueProcessor Create(QueueProcessorOptions queueProcessorOptions) =>
        new ShortLease(queueProcessorOptions, lease, time, loggers);
}

/// <summary>Renews a message's lease itself, after half of it.</summary>
/// <remarks>The extension's own renewal, after five minutes, then finds another receipt and ends quietly.</remarks>
internal sealed class ShortLease(QueueProcessorOptions options, TimeSpan lease, TimeProvider time, ILoggerFactory loggers)
    : QueueProcessor(options)
{
    private readonly QueueClient _queue = options.Queue;
    private readonly ILogger _logger = loggers.CreateLogger<ShortLease>();
    private readonly ConcurrentDictionary<string, Renewal> _renewals = new();

    protected override async Task<bool> BeginProcessingMessageAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        if (!await base.BeginProcessingMessageAsync(message, cancellationToken))
        {
            return false;
        }

        var renewal = new Renewal(message);
        _renewals[message.MessageId] = renewal;
        renewal.Running = KeepAsync(renewal);
        return true;
    }

    protected override async Task CompleteProcessingMessageAsync(
        QueueMessage message, FunctionResult result, CancellationToken cancellationToken)
    {
        if (_renewals.TryRemove(message.MessageId, out var renewal))
        {
            await renewal.Stop.CancelAsync();
            await renewal.Running;
            message = renewal.Message;
            renewal.Stop.Dispose();
        }

        await base.CompleteProcessingMessageAsync(message, result, cancellationToken);
    }

    private async Task KeepAsync(Renewal renewal)
    {
        try
        {
            while (true)
            {
                await Task.Delay(lease / 2, time, renewal.Stop.Token);
                await RenewAsync(renewal);
            }
        }
        catch (OperationCanceledException) when (renewal.Stop.IsCancellationRequested)
        {
            return;
        }
    }

    // Only reports a failure: another attempt follows, and after a lost lease the message runs again.
    private async Task RenewAsync(Renewal renewal)
    {
        try
        {
            var receipt = await _queue.UpdateMessageAsync(
                renewal.Message.MessageId, renewal.Message.PopReceipt, (string?)null, lease);
            renewal.Message = renewal.Message.Update(receipt.Value);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            _logger.NotRenewed(_queue.Name, failure.Message);
        }
    }

    private sealed class Renewal(QueueMessage message)
    {
        public QueueMessage Message { get; set; } = message;

        public CancellationTokenSource Stop { get; } = new();

        public Task Running { get; set; } = Task.CompletedTask;
    }
}

/// <summary>Hides messages for the short lease from the moment at which they are taken.</summary>
/// <remarks>A host that is killed between taking a message and renewing its lease would leave it hidden for ten minutes.</remarks>
internal sealed partial class ShortHiding(TimeSpan lease) : HttpPipelineSynchronousPolicy
{
    private readonly string _parameter = string.Create(
        CultureInfo.InvariantCulture, $"visibilitytimeout={Math.Ceiling(lease.TotalSeconds)}");

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        if (message.Request.Method == RequestMethod.Get && uri.Path.EndsWith("/messages", StringComparison.Ordinal))
        {
            uri.Query = Parameter().Replace(uri.Query, _parameter);
        }
    }

    [GeneratedRegex("visibilitytimeout=[0-9]+")]
    private static partial Regex Parameter();
}

internal static partial class LeaseLog
{
    [LoggerMessage(20, LogLevel.Warning, "The lease of a message of queue '{Queue}' was not renewed: {Reason}")]
    public static partial void NotRenewed(this ILogger logger, string queue, string reason);
}
