using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.App;

/// <summary>The app's own settings, with every wait made short, and a model that reads quickly what nobody said.</summary>
internal static class QuickSettings
{
    /// <summary>So short that a killed app's work is taken up again at once.</summary>
    private const string Short = "3";

    /// <summary>So long that a busy machine never takes living work for dead.</summary>
    private const string Long = "30";

    public static IReadOnlyDictionary<string, string?> ForKilling { get; } = With(Short);

    public static IReadOnlyDictionary<string, string?> ForLiving { get; } = With(Long);

    /// <summary>For the few tests to which it matters what the transcript says.</summary>
    public static IReadOnlyDictionary<string, string?> ForReading { get; } = new Dictionary<string, string?>(With(Long))
    {
        ["Whisper__Model"] = "builtin",
        ["Whisper__Threads"] = "0",
    };

    private static Dictionary<string, string?> With(string lease) => new()
    {
        ["AzureWebJobsDisableHomepage"] = "true",
        ["TidySchedule"] = "*/2 * * * * *",
        ["Tidy__MissedUploadSeconds"] = "5",
        ["Tidy__StalledSeconds"] = "8",
        ["Tidy__RetrySeconds"] = "2",
        ["Transcription__LeaseSeconds"] = lease,
        ["Transcription__ProgressSeconds"] = "0.5",
        // Long audio is one piece, so that it can be cut off in the middle.
        ["Transcription__PieceSeconds"] = "3600",
        ["Whisper__Model"] = RandomModel.FilePath,
        // However many cores there are, long audio takes long enough to be cut off in the middle.
        ["Whisper__Threads"] = "1",
        ["DevHost__EventInterval"] = "00:00:00.500",
        ["DevHost__MessageLease"] = $"00:00:{lease.PadLeft(2, '0')}",
        // Event Grid delivers twice now and then; here it always does.
        ["DevHost__DuplicateEvents"] = "true",
        ["DevHost__MaxWorkerDeaths"] = "100",
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.500",
        ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
    };
}
