using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Blobs;

/// <summary>Rendered transcripts. A name's tag is a hash of the content, so a blob's content never changes.</summary>
public sealed class TranscriptStore(BlobServiceClient blobs)
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(StorageNames.TranscriptsContainer);

    public Task WriteAsync(
        EpisodeSlug slug, Revision revision, string tag, TranscriptFormat format, byte[] content, CancellationToken cancellationToken)
    {
        var headers = new BlobHttpHeaders { ContentType = $"{format.MediaType}; charset=utf-8" };
        var blob = _container.GetBlobClient(NameOf(slug, revision, tag, format));
        return blob.UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { HttpHeaders = headers }, cancellationToken);
    }

    /// <returns>Null if it was not rendered, or was lost.</returns>
    public async Task<byte[]?> ReadAsync(
        EpisodeSlug slug, Revision revision, string tag, TranscriptFormat format, CancellationToken cancellationToken)
    {
        try
        {
            var blob = _container.GetBlobClient(NameOf(slug, revision, tag, format));
            return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static string NameOf(EpisodeSlug slug, Revision revision, string tag, TranscriptFormat format) =>
        $"{slug.Value}/{revision.Value}-{tag}.{format.Extension}";
}
