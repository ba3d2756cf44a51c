using System.ComponentModel.DataAnnotations;

namespace PaperLedge.LocalWorker.Settings;

/// <summary>host.json's <c>extensions.blobs</c>.</summary>
internal sealed record BlobSettings
{
    /// <summary>How many blob functions run at once.</summary>
    [Range(1, 1024)]
    public int MaxDegreeOfParallelism { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>After so many failures of one version of a blob its message goes to the poison queue.</summary>
    [Range(1, 100)]
    public int PoisonBlobThreshold { get; init; } = 5;
}
