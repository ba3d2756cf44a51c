using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Transcript(TranscriptEndpoint transcripts)
{
    [Function(nameof(Transcript))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "episodes/{slug}/transcript.{format}")] HttpRequest request,
        string slug,
        string format,
        CancellationToken cancellationToken) =>
        transcripts.GetAsync(request, slug, format, cancellationToken);
}
