using System.ComponentModel.DataAnnotations;

namespace PaperLedge.LocalWorker.Settings;

/// <summary>host.json's <c>extensions.queues</c>.</summary>
internal sealed record QueueSettings
{
    /// <summary>Messages taken at once; 32 is the service's limit.</summary>
    [Range(1, 32)]
    public int BatchSize { get; init; } = 16;

    /// <summary>New messages are taken when no more than so many still run; null is half a batch per processor.</summary>
    [Range(0, 1024)]
    public int? NewBatchThreshold { get; init; }

    /// <summary>The longest pause between two looks at an empty queue.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    [Range(1, 100)]
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a failed message hides before it is tried again; whole seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    public MessageEncoding MessageEncoding { get; init; } = MessageEncoding.Base64;

    public int EffectiveNewBatchThreshold => NewBatchThreshold ?? BatchSize / 2 * Environment.ProcessorCount;
}
