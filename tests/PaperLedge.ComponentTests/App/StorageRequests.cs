using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PaperLedge.ComponentTests.App;

/// <summary>
/// What an instance of the app asks of storage: written down, and made to fail, to hang or to be the last request if a test says so.
/// </summary>
internal sealed class StorageRequests : HttpPipelinePolicy
{
    private readonly Lock _lock = new();
    private readonly List<string> _writes = [];
    private readonly List<string> _reads = [];
    private (int Number, WriteFault Fault) _plan;
    private (string Text, Action Begun)? _hanging;

    /// <summary>Awaited before a request is sent; what it throws, the app gets in place of an answer.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Awaited when storage has answered, before the app hears of it.</summary>
    public Func<string, Task>? After { get; set; }

    /// <summary>Method and path of each write since <see cref="Forget"/>, whether it failed or not.</summary>
    public IReadOnlyList<string> Writes => Copy(_writes);

    /// <summary>Method and path of each read since <see cref="Forget"/>.</summary>
    public IReadOnlyList<string> Reads => Copy(_reads);

    /// <summary>Whether the process counts as killed.</summary>
    public bool IsKilled { get; private set; }

    public void Forget()
    {
        lock (_lock)
        {
            _writes.Clear();
            _reads.Clear();
            _plan = default;
        }
    }

    /// <summary>Does something once, before the next request whose method and path contain a text.</summary>
    public void BeforeNext(string text, Func<Task> action) => Before = Once(text, action, () => Before = null);

    /// <summary>Does something once, when storage has answered the next request whose method and path contain a text.</summary>
    public void AfterNext(string text, Func<Task> action) => After = Once(text, action, () => After = null);

    /// <summary>From now on storage answers no request whose method and path contain a text; each ends when the app gives it up.</summary>
    public void Hang(string text, Action begun) => _hanging = (text, begun);

    /// <summary>As SIGKILL, now.</summary>
    public void Kill() => IsKilled = true;

    /// <param name="number">Of the write from now on, from 1.</param>
    public void Plan(int number, WriteFault fault)
    {
        Forget();
        _plan = (number, fault);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The app asks asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        RefuseIfKilled();
        var request = $"{message.Request.Method} {message.Request.Uri.Path}";
        var number = Note(message.Request, request);
        if (Before is { } before)
        {
            await before(request);
        }

        if (_hanging is { } hanging && request.Contains(hanging.Text, StringComparison.Ordinal))
        {
            hanging.Begun();
            await Task.Delay(Timeout.Infinite, message.CancellationToken);
        }

        var fault = number is { } write && write == _plan.Number ? _plan.Fault : WriteFault.None;
        if (fault == WriteFault.NotDone)
        {
            throw Failure(request);
        }

        await ProcessNextAsync(message, pipeline);
        if (After is { } after)
        {
            await after(request);
        }

        switch (fault)
        {
            case WriteFault.AnswerLost:
                throw Failure(request);
            case WriteFault.AnswerLostAndRetried:
                throw new IOException($"The answer to {request} was lost.");
            case WriteFault.Last:
                IsKilled = true;
                break;
            default:
                break;
        }

        RefuseIfKilled();
    }

    private static Func<string, Task> Once(string text, Func<Task> action, Action forget) => async request =>
    {
        if (request.Contains(text, StringComparison.Ordinal))
        {
            forget();
            await action();
        }
    };

    private static RequestFailedException Failure(string request) => new(500, $"{request} failed, as the test wanted.");

    private void RefuseIfKilled()
    {
        if (IsKilled)
        {
            throw new ProcessKilledException();
        }
    }

    /// <returns>The number of the write, from 1; null for a read.</returns>
    private int? Note(Request request, string text)
    {
        lock (_lock)
        {
            if (request.Method == RequestMethod.Get || request.Method == RequestMethod.Head)
            {
                _reads.Add(text);
                return null;
            }

            _writes.Add(text);
            return _writes.Count;
        }
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
