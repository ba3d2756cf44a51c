using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>A function with a queue trigger.</summary>
internal sealed record QueueFunction(FunctionMethod Function, string QueueName, StorageAccount Account)
{
    public string Description => $"queue '{QueueName}'";

    /// <exception cref="RefusedException">The queue's name or its connection is of no use.</exception>
    public static QueueFunction Create(FunctionMethod function, QueueTriggerAttribute trigger, TriggerSurroundings surroundings, Refusals refusals)
    {
        MessageBinding.Check(function, refusals);
        ParameterBinding.Check(function, [], "queue trigger", refusals);
        var name = surroundings.Resolve(trigger.QueueName, function);
        QueueNames.Check(function.Name, "queue", name);
        QueueNames.Check(function.Name, "queue", name + QueueNames.PoisonSuffix);
        return new QueueFunction(function, name, surroundings.Open(trigger.Connection, function));
    }

    public IListener Listen(ListenerParts parts)
    {
        var queue = Account.Queues.GetQueueClient(QueueName);
        var poison = Account.Queues.GetQueueClient(QueueName + QueueNames.PoisonSuffix);
        var pace = QueuePace.ForQueues(parts.Host.Queues, parts.Options);
        var logger = parts.Loggers.CreateLogger<QueueListener>();
        var processor = new MessageProcessor(queue, poison, pace, (m, token) => RunAsync(m, parts, token), parts.Drain, parts.Time, logger);
        return new QueueListener(queue, poison, pace, processor, Account.Connection, parts.Time, logger);
    }

    private Task<InvocationOutcome> RunAsync(QueueMessage message, ListenerParts parts, CancellationToken cancellationToken)
    {
        var type = Function.TriggerParameter.ParameterType;
        var input = new TriggerInput(
            $"message {message.MessageId} of queue '{QueueName}', attempt {message.DequeueCount}",
            _ => ValueTask.FromResult<object?>(MessageBinding.Read(message, type, parts.Host.Queues.MessageEncoding, parts.Json)),
            TriggerInput.NoData);
        return parts.Invoker.InvokeAsync(Function, input, cancellationToken);
    }
}
