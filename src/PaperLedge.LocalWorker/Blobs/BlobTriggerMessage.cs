using System.Text.Json;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>
/// A version of a blob that a function has still to run for; after too many failures the same JSON lies in the poison queue. The fields
/// are the host's: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#poison-blobs.
/// </summary>
internal sealed record BlobTriggerMessage(string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag)
{
    public const string TypeName = "BlobTrigger";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <exception cref="JsonException">Not such a message.</exception>
    public static BlobTriggerMessage FromJson(BinaryData json) =>
        JsonSerializer.Deserialize<BlobTriggerMessage>(json) is { FunctionId: not null, ContainerName: not null, BlobName: not null, ETag: not null } message
            ? message
            : throw new JsonException("A blob trigger's message lacks a field.");

    /// <summary>An ETag without the quotes that headers and Event Grid put around it and listings do not.</summary>
    public static string Bare(string eTag) => eTag.Trim('"');
}
