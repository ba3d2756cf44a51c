namespace PaperLedge.IntegrationTests.App;

/// <summary>The app's own settings, with every wait made short.</summary>
internal static class QuickSettings
{
    public static readonly IReadOnlyDictionary<string, string?> All = new Dictionary<string, string?>
    {
        ["TidySchedule"] = "*/2 * * * * *",
        ["Tidy__MissedUploadSeconds"] = "5",
        ["Tidy__StalledSeconds"] = "8",
        ["Transcription__LeaseSeconds"] = "2",
        ["Transcription__ProgressSeconds"] = "0.5",
        ["Whisper__Model"] = "demo",
        ["LocalWorker__BlobScanInterval"] = "00:00:00.500",
        ["LocalWorker__MessageLease"] = "00:00:02",
        // Azure delivers events twice now and then; here it always does.
        ["LocalWorker__DuplicateEvents"] = "true",
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.500",
        ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
    };
}
