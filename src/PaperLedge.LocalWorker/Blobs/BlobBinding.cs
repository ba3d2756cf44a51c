using Azure.Storage.Blobs;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>Makes a blob function's parameter: the blob's client, a stream of it, or the whole of it as text or bytes.</summary>
internal static class BlobBinding
{
    public static void Check(FunctionMethod function, Refusals refusals)
    {
        var type = function.TriggerParameter.ParameterType;
        if (type != typeof(BlobClient) && type != typeof(Stream) && type != typeof(string) && type != typeof(byte[]))
        {
            refusals.Add(function.Name, function.TriggerParameter, "[BlobTrigger] gives BlobClient, Stream, string or byte[].");
        }
    }

    public static async ValueTask<object?> ReadAsync(BlobClient blob, Type type, CancellationToken cancellationToken)
    {
        if (type == typeof(BlobClient))
        {
            return blob;
        }

        if (type == typeof(Stream))
        {
            return await blob.OpenReadAsync(cancellationToken: cancellationToken);
        }

        var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content;
        return type == typeof(string) ? content.ToString() : content.ToArray();
    }
}
