using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Blobs;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace PaperLedge.SampleApp;

/// <summary>The sample app's functions. A message's or blob's first word says what to do with it.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Functions are instance methods.")]
public sealed class SampleFunctions
{
    private static readonly ConcurrentDictionary<string, byte[]> s_bytes = new(StringComparer.Ordinal);

    public sealed record Job(string Name, int Number);

    [Function(nameof(OnMessage))]
    public Task OnMessage([QueueTrigger("%Prefix%-work")] QueueMessage message, CancellationToken cancellationToken) =>
        DoAsync(message.Body.ToString(), $"attempt {message.DequeueCount}", cancellationToken);

    [Function(nameof(OnJob))]
    public void OnJob([QueueTrigger("%Prefix%-jobs")] Job job) => Output.Tell($"job {job.Name} {job.Number}");

    [Function(nameof(OnBlob))]
    public async Task OnBlob(
        [BlobTrigger("%Prefix%-inbox/{name}.{ext}")] BlobClient blob, string name, string ext, CancellationToken cancellationToken)
    {
        var content = await blob.DownloadContentAsync(cancellationToken);
        await DoAsync(content.Value.Content.ToString(), $"from {name} of {ext}", cancellationToken);
    }

    [Function(nameof(OnEvent))]
    public Task OnEvent(
        [BlobTrigger("%Prefix%-events/{name}", Source = BlobTriggerSource.EventGrid)] string text,
        string name,
        CancellationToken cancellationToken) =>
        DoAsync(text, $"announced {name}", cancellationToken);

    [Function(nameof(OnTimer))]
    public async Task OnTimer([TimerTrigger("%Schedule%")] TimerInfo timer)
    {
        Output.Tell($"timer {(timer.IsPastDue ? "late" : "due")}");
        await Task.Delay(TimeSpan.FromSeconds(1.2), CancellationToken.None);
        Output.Tell("timer done");
    }

    [Function(nameof(Root))]
    public IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) =>
        Results.Text($"root of {request.Host.Host}");

    [Function(nameof(Echo))]
    public IActionResult Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "echo/{text}.{ext}")] HttpRequest request,
        string text,
        string ext) =>
        new OkObjectResult(new { request.Method, text, ext });

    /// <summary>A file's bytes, read once: the fastest that a function can answer.</summary>
    [Function(nameof(Bytes))]
    public IResult Bytes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bytes/{name}")] HttpRequest request, string name) =>
        name == "none"
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(s_bytes.GetOrAdd(
                name, known => File.ReadAllBytes(Path.Combine(Environment.GetEnvironmentVariable("BytesFolder")!, known))));

    [Function(nameof(Locked))]
    public Task<IActionResult> Locked([HttpTrigger(AuthorizationLevel.Function)] HttpRequest request, FunctionContext context) =>
        Task.FromResult<IActionResult>(new ContentResult { Content = context.FunctionDefinition.Name + request.Method });

    [Function(nameof(Broken))]
    public IResult Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("a detail of no concern to " + request.Host);

    [Function(nameof(BrokenResult))]
    public IResult BrokenResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Stream(async stream =>
        {
            await stream.WriteAsync("half an answer"u8.ToArray(), request.HttpContext.RequestAborted);
            await stream.FlushAsync(request.HttpContext.RequestAborted);
            throw new InvalidOperationException("broken half way");
        });

    [Function(nameof(Slow))]
    public async Task<IResult> Slow(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        await DoAsync($"hang {request.Path}", "request", cancellationToken);
        return Results.Ok();
    }

    [Function(nameof(AskForRestart))]
    public void AskForRestart([QueueTrigger("%Prefix%-restart")] string message) => Environment.Exit(200);

    private static async Task DoAsync(string text, string detail, CancellationToken cancellationToken)
    {
        Output.Tell($"begin {text} ({detail})");
        switch (text.Split(' ')[0])
        {
            case "fail":
                throw new InvalidOperationException(text);
            case "brief":
                await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
                break;
            case "slow":
                await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
                break;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith(
                    _ => Output.Tell($"cancelled {text}"), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                cancellationToken.ThrowIfCancellationRequested();
                break;
            case "stubborn":
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                break;
        }

        Output.Tell($"end {text} ({detail})");
    }
}

/// <summary>What functions do they report on standard output, in lines that begin with a mark.</summary>
internal static class Output
{
    public static void Tell(string line) => Console.WriteLine($"=> {line}");
}
