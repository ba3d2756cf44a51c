using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace PaperLedge.Tests.LocalWorker.Hosting;

/// <summary>One function of each kind that the worker runs.</summary>
public static class GoodFunctions
{
    public sealed record Message(string Slug);

    [Function(nameof(Page))]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pages/{slug}")] HttpRequest request, string slug) =>
        Results.Text(request.Method + slug);

    [Function(nameof(Mixed))]
    public static Task<ContentResult> Mixed([HttpTrigger] HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new ContentResult { Content = request.Method + context.InvocationId + cancellationToken.CanBeCanceled });

    [Function(nameof(Noted))]
    public static void Noted([BlobTrigger("episodes/in/{name}.{ext}")] BlobClient blob, string name, string EXT) => _ = (blob, name, EXT);

    [Function(nameof(Told))]
    public static Task Told([BlobTrigger("episodes/{name}", Source = BlobTriggerSource.EventGrid)] Stream blob) => blob.FlushAsync();

    [Function(nameof(Queued))]
    public static void Queued([QueueTrigger("%TranscribeQueue%")] Message message) => _ = message;

    [Function(nameof(Tidy))]
    public static void Tidy([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => _ = timer;
}
