namespace PaperLedge.LocalWorker.Settings;

/// <summary>What host.json says, as far as this worker heeds it, with the host's defaults.</summary>
/// <param name="RoutePrefix">Before every HTTP function's route; empty for none.</param>
/// <param name="FunctionTimeout"><see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
internal sealed record HostSettings(string RoutePrefix, TimeSpan FunctionTimeout, BlobSettings Blobs, QueueSettings Queues);
