using System.Globalization;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;

namespace PaperLedge.Functions.Publishing;

/// <summary>Failures whose cause is not the upload but something that is missing, and may be there later.</summary>
internal static class OutsideFailure
{
    // Linux: no space left on device. Windows: the disk is full.
    private const int NoSpace = 28;
    private const int DiskIsFull = unchecked((int)0x80070070);

    /// <returns>The cause and a remedy; null if the failure is of another kind.</returns>
    public static string? Explain(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Explain(first),
        AudioException { IsTransient: true } or ModelException { RefusesLanguage: false } => exception.Message,
        IOException { HResult: NoSpace or DiskIsFull } => DiskFull(TemporaryFile.FreeBytes),
        RequestFailedException { ErrorCode: "BlobArchived" or "BlobBeingRehydrated" } =>
            "The upload is in the archive tier of storage, where it cannot be read. Move it to the hot or cool tier (az storage blob " +
            "set-tier --tier Hot), which takes up to 15 hours.",
        RequestFailedException { Status: 0 } =>
            "Storage does not answer. Check AzureWebJobsStorage; if it names Azurite, check that Azurite is running.",
        RequestFailedException { Status: 401 or 403 } or AuthenticationFailedException =>
            "Storage refuses access. Check the key in AzureWebJobsStorage, or the roles of the app's identity on the account.",
        RequestFailedException { Status: >= 500 } storage =>
            $"Storage answered {storage.Status} ({storage.ErrorCode}); this usually passes by itself.",
        DamagedRowException => exception.Message,
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    /// <param name="free">Bytes that are left for temporary files.</param>
    public static string DiskFull(long free) => string.Create(
        CultureInfo.InvariantCulture,
        $"The temporary disk ({Path.GetTempPath()}) is nearly full: {Math.Max(0, free) / 1e6:0} MB are left for audio. Give the app more " +
        $"temporary storage, or delete other files there.");
}

/// <summary>When something that failed for an outside cause is tried again: after growing pauses, for a day.</summary>
public sealed class RetryPlan(IOptions<TidyOptions> options)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromDays(1);

    /// <param name="since">When it first failed.</param>
    /// <returns>Null if it is given up. The pause is as long as the time since the first failure, so each is twice the last one.</returns>
    public DateTimeOffset? Next(DateTimeOffset since, DateTimeOffset now)
    {
        var (elapsed, shortest) = (now - since, TimeSpan.FromSeconds(options.Value.RetrySeconds));
        return elapsed >= s_patience ? null
            : now + (elapsed < shortest ? shortest : elapsed > s_longest ? s_longest : elapsed);
    }
}
