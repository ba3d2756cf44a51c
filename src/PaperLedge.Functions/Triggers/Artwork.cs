using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Artwork(MediaEndpoint media)
{
    [Function(nameof(Artwork))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "artwork/{file}")] HttpRequest request,
        string file,
        CancellationToken cancellationToken) =>
        media.GetArtworkAsync(request, file, cancellationToken);
}
