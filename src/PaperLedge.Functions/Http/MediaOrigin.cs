using Microsoft.Extensions.Options;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Functions.Http;

/// <summary>Origin to which media addresses lead; browsers must be allowed to follow it.</summary>
public sealed class MediaOrigin(IOptions<SiteOptions> options, MediaStore media)
{
    public Uri Value { get; } = options.Value.MediaBaseUrl is { Length: > 0 } network ? new Uri(network) : media.Endpoint;
}
