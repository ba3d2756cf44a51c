using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Robots(DiscoveryEndpoint discovery)
{
    [Function(nameof(Robots))]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "robots.txt")] HttpRequest request,
        CancellationToken cancellationToken) =>
        discovery.GetRobots();
}
