using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class SiteMap(DiscoveryEndpoint discovery)
{
    [Function(nameof(SiteMap))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sitemap.xml")] HttpRequest request,
        CancellationToken cancellationToken) =>
        discovery.GetSitemapAsync(request, cancellationToken);
}
