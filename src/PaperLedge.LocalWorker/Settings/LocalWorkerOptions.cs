using System.ComponentModel.DataAnnotations;

namespace PaperLedge.LocalWorker.Settings;

/// <summary>Settings of this worker alone, under <c>LocalWorker__</c>. Azure knows none of them.</summary>
internal sealed record LocalWorkerOptions
{
    public const string Section = "LocalWorker";

    /// <summary>The port on the loopback address that HTTP functions are served at; 0 takes any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 7071;

    /// <summary>What callers of functions with a key must send; without it one is made up and logged at each start.</summary>
    [MinLength(8)]
    public string? FunctionKey { get; init; }

    /// <summary>The pause between two scans of a container for new blobs; the host's is ten seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan BlobScanInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a message is hidden while its function runs; renewed at half time, so this is how long it takes until the message of a
    /// killed process comes back. Whole seconds; the host's is ten minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "7.00:00:00")]
    public TimeSpan MessageLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long running functions may go on after Ctrl+C or SIGTERM before they are cancelled.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a function may take to heed its cancellation, at the function timeout and at the end of the shutdown timeout.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TimeoutGracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Announces every blob twice to functions whose source is Event Grid, as Azure now and then does.</summary>
    public bool DuplicateEvents { get; init; }
}
