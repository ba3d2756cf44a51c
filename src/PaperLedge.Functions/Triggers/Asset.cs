using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Asset(PageEndpoint pages)
{
    [Function(nameof(Asset))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{file}")] HttpRequest request,
        string file,
        CancellationToken cancellationToken) =>
        pages.GetAssetAsync(request, file, cancellationToken);
}
