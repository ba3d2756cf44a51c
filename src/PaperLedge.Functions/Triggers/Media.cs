using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Media(MediaEndpoint media)
{
    [Function(nameof(Media))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "media/{slug}/{file}")] HttpRequest request,
        string slug,
        string file,
        CancellationToken cancellationToken) =>
        media.RedirectAsync(request, slug, file, cancellationToken);
}
