using System.Net;
using Azure;

namespace PaperLedge.Storage;

/// <summary>Conditional writes that somebody else may win.</summary>
internal static class Races
{
    /// <returns>False if the row changed, appeared or went since it was read.</returns>
    public static async Task<bool> TryAsync(Func<Task> write)
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
