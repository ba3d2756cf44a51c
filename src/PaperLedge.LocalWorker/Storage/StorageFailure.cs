using Azure;
using Azure.Identity;

namespace PaperLedge.LocalWorker.Storage;

/// <summary>Tells the failures of a storage account, which pass or are set right from outside, from bugs.</summary>
internal static class StorageFailure
{
    /// <summary>The service answered with an error, did not answer (after the client's own retries), or no credential was to be had.</summary>
    public static bool Is(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException
        || failure is AggregateException { InnerExceptions.Count: > 0 } all && all.InnerExceptions.All(Is);

    /// <summary>The first line of the reason.</summary>
    public static string Reason(Exception failure)
    {
        var innermost = failure is AggregateException all ? all.InnerExceptions[^1] : failure;
        return innermost.Message.Split('\n', 2)[0].Trim();
    }

    /// <summary>What a person can do about it.</summary>
    public static string Advice(Exception failure, string connection) => Find(failure) switch
    {
        { Status: 0 } => $"Is storage running? Start Azurite, or set {connection} to another account.",
        { Status: 401 or 403 } => $"Check the key or the identity's roles behind {connection}.",
        { Status: 400, ErrorCode: "InvalidHeaderValue" } => "Azurite may be older than the client: update it, or start it with --skipApiVersionCheck.",
        _ => $"Check the setting {connection}.",
    };

    private static RequestFailedException? Find(Exception failure) => failure switch
    {
        RequestFailedException failed => failed,
        AggregateException all => all.InnerExceptions.OfType<RequestFailedException>().LastOrDefault(),
        _ => null,
    };
}
