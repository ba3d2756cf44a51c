using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace PaperLedge.Tests.LocalWorker.Hosting;

/// <summary>Functions that must not start, one fault each.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Functions are instance methods.")]
[SuppressMessage("Design", "CA1034", Justification = "Kept together, as the table in the test names them.")]
public static class RefusedFunctions
{
    public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class BlobInputAttribute : BindingAttribute;

    public sealed class UnknownTrigger
    {
        [Function("F")]
        public void Run([ServiceBusTrigger] string message) => _ = message;
    }

    public sealed class InputBinding
    {
        [Function("F")]
        public void Run([QueueTrigger("queue")] string message, [BlobInput] string input) => _ = message + input;
    }

    public sealed class NoTrigger
    {
        [Function("F")]
        public void Run(string message) => _ = message;
    }

    public sealed class TwoTriggers
    {
        [Function("F")]
        public void Run([QueueTrigger("queue")] string message, [TimerTrigger("0 * * * * *")] TimerInfo timer) => _ = (message, timer);
    }

    public sealed class BadName
    {
        [Function("1F")]
        public void Run([QueueTrigger("queue")] string message) => _ = message;
    }

    public sealed class SameName
    {
        [Function("F")]
        public void First([QueueTrigger("one")] string message) => _ = message;

        [Function("f")]
        public void Second([QueueTrigger("two")] string message) => _ = message;
    }

    public sealed class NotPublic
    {
        [Function("F")]
        internal void Run([QueueTrigger("queue")] string message) => _ = message;
    }

    public sealed class AsyncVoid
    {
        [Function("F")]
        public async void Run([QueueTrigger("queue")] string message) => await Task.FromResult(message);
    }

    public sealed class QueueReturns
    {
        [Function("F")]
        public Task<string> Run([QueueTrigger("queue")] string message) => Task.FromResult(message);
    }

    public sealed class QueueInteger
    {
        [Function("F")]
        public void Run([QueueTrigger("queue")] int number) => _ = number;
    }

    public sealed class QueueList
    {
        [Function("F")]
        public void Run([QueueTrigger("queue")] List<string> list) => _ = list;
    }

    public sealed class QueueNamed
    {
        [Function("F")]
        public void Run([QueueTrigger("queue")] string message, string id) => _ = message + id;
    }

    public sealed class QueueName
    {
        [Function("F")]
        public void Run([QueueTrigger("My_Queue")] string message) => _ = message;
    }

    public sealed class QueueSetting
    {
        [Function("F")]
        public void Run([QueueTrigger("%Nowhere%")] string message) => _ = message;
    }

    public sealed class QueueConnection
    {
        [Function("F")]
        public void Run([QueueTrigger("queue", Connection = "Elsewhere")] string message) => _ = message;
    }

    public sealed class BlobType
    {
        [Function("F")]
        public void Run([BlobTrigger("episodes/{name}")] Uri blob) => _ = blob;
    }

    public sealed class BlobNamed
    {
        [Function("F")]
        public void Run([BlobTrigger("episodes/{name}")] string blob, string slug) => _ = blob + slug;
    }

    public sealed class BlobNamedInteger
    {
        [Function("F")]
        public void Run([BlobTrigger("episodes/{number}")] string blob, int number) => _ = blob + number;
    }

    public sealed class BlobContainer
    {
        [Function("F")]
        public void Run([BlobTrigger("episodes")] string blob) => _ = blob;
    }

    public sealed class TimerType
    {
        [Function("F")]
        public void Run([TimerTrigger("0 * * * * *")] string timer) => _ = timer;
    }

    public sealed class TimerSchedule
    {
        [Function("F")]
        public void Run([TimerTrigger("every day")] TimerInfo timer) => _ = timer;
    }

    public sealed class HttpRequestType
    {
        [Function("F")]
        public IActionResult Run([HttpTrigger("get")] string request) => new OkObjectResult(request);
    }

    public sealed class HttpReturns
    {
        [Function("F")]
        public Task<string> Run([HttpTrigger("get")] HttpRequest request) => Task.FromResult(request.Path.Value!);
    }

    public sealed class HttpReturnsNothing
    {
        [Function("F")]
        public Task Run([HttpTrigger("get")] HttpRequest request) => Task.FromResult(request);
    }

    public sealed class HttpLevel
    {
        [Function("F")]
        public IActionResult Run([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new OkObjectResult(request.Path);
    }

    public sealed class HttpRoute
    {
        [Function("F")]
        public IActionResult Run([HttpTrigger("get", Route = "episodes/{slug")] HttpRequest request) => new OkObjectResult(request.Path);
    }

    public sealed class HttpNamed
    {
        [Function("F")]
        public IActionResult Run([HttpTrigger("get", Route = "episodes/{slug}")] HttpRequest request, string name) => new OkObjectResult(request.Path + name);
    }

    public sealed class HttpNamedInteger
    {
        [Function("F")]
        public IActionResult Run([HttpTrigger("get", Route = "episodes/{number:int}")] HttpRequest request, int number) => new OkObjectResult(request.Path + number);
    }

    public sealed class SameRoute
    {
        [Function("F")]
        public IActionResult First([HttpTrigger("get", "head", Route = "episodes/{slug}")] HttpRequest request) => new OkObjectResult(request.Path);

        [Function("G")]
        public IActionResult Second([HttpTrigger("post", "HEAD", Route = "Episodes/{name}")] HttpRequest request) => new OkObjectResult(request.Path);
    }
}
