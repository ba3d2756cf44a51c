using System.Net;
using Azure;

namespace PaperLedge.Storage;

/// <summary>Optimistic concurrency: writes that name the version they replace, and are tried again if another writer was faster.</summary>
public static class ConditionalWrite
{
    // Each lost attempt means that another writer won, so this many are not an accident.
    public const int MaxAttempts = 20;

    /// <summary>Reads, changes and writes until no other writer comes between.</summary>
    /// <param name="subject">Names what is changed, such as <c>Episode 'talk'</c>.</param>
    /// <param name="attempt">Reads, decides and writes once; false if the write was lost and all is to be read again.</param>
    /// <exception cref="InvalidOperationException">Every attempt was lost; the host delivers the message again later.</exception>
    public static async Task RepeatAsync(string subject, Func<Task<bool>> attempt)
    {
        for (var count = 0; count < MaxAttempts; count++)
        {
            if (await attempt())
            {
                return;
            }
        }

        throw new InvalidOperationException(
            $"{subject} was changed by others {MaxAttempts} times in a row; the work is tried again later.");
    }

    /// <returns>False if the row changed, appeared or disappeared since it was read.</returns>
    internal static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException exception) when (IsLost(exception))
        {
            return false;
        }
    }

    private static bool IsLost(RequestFailedException exception) => (HttpStatusCode)exception.Status is
        HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound;
}

/// <summary>A value as it was read, with the version that a conditional write names.</summary>
public sealed record Versioned<T>(T Value, ETag ETag);
