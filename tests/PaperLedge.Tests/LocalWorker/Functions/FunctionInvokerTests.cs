using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.Tests.LocalWorker.Functions;

public sealed class FunctionInvokerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LocalWorkerOptions _options = new() { ShutdownTimeout = TimeSpan.FromSeconds(30), TimeoutGracePeriod = TimeSpan.FromSeconds(10) };
    private readonly ConcurrentQueue<int> _exits = new();
    private readonly Drain _drain;
    private readonly ServiceProvider _services;
    private readonly Gate _gate = new();

    public FunctionInvokerTests()
    {
        _drain = new Drain(_lifetime, _options, _time);
        _services = new ServiceCollection().AddSingleton(_gate).AddScoped<Scoped>().BuildServiceProvider();
    }

    public void Dispose()
    {
        _gate.Open.TrySetResult();
        _drain.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Each_invocation_has_its_own_instance_and_scope_and_both_are_disposed()
    {
        await Task.WhenAll(InvokeAsync(nameof(Functions.Scopes)), InvokeAsync(nameof(Functions.Scopes)));

        Assert.Equal(2, _gate.Scopes.Distinct().Count());
        Assert.All(_gate.Scopes, scope => Assert.True(scope.Disposed));
        Assert.Equal(2, _gate.Disposed);
    }

    [Theory]
    [InlineData(nameof(Functions.Throws))]
    [InlineData(nameof(Functions.ThrowsLater))]
    public async Task A_function_that_throws_has_failed(string function) =>
        Assert.Equal(InvocationOutcome.Failed, await InvokeAsync(function));

    [Fact]
    public async Task A_value_that_cannot_be_read_fails_the_invocation() =>
        Assert.Equal(InvocationOutcome.Failed, await InvokeAsync(nameof(Functions.Scopes), _ => throw new FormatException("no such message")));

    [Fact]
    public async Task At_the_function_timeout_the_token_is_cancelled_and_the_invocation_has_failed()
    {
        var run = InvokeAsync(nameof(Functions.Waits));
        await _gate.Entered.Task.WaitAsync(Limit);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(InvocationOutcome.Failed, await run.WaitAsync(Limit));
        Assert.Empty(_exits);
    }

    [Theory]
    [InlineData(nameof(Functions.IgnoresItsToken))]
    [InlineData(nameof(Functions.BlocksItsThread))]
    public async Task A_function_that_outlasts_its_cancellation_ends_the_process(string function)
    {
        var run = InvokeAsync(function);
        await _gate.Entered.Task.WaitAsync(Limit);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(_exits);
        _time.Advance(_options.TimeoutGracePeriod);

        await run.WaitAsync(Limit);
        Assert.Equal([ProcessExit.FunctionTimeout], _exits);
    }

    [Fact]
    public async Task A_stopping_worker_lets_functions_run_on_for_the_shutdown_timeout_and_then_cancels_them()
    {
        var run = InvokeAsync(nameof(Functions.Waits));
        await _gate.Entered.Task.WaitAsync(Limit);
        _lifetime.StopApplication();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(_gate.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(InvocationOutcome.Stopped, await run.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_the_invocation()
    {
        using var caller = new CancellationTokenSource();
        var run = InvokeAsync(nameof(Functions.Waits), cancellationToken: caller.Token);
        await _gate.Entered.Task.WaitAsync(Limit);
        await caller.CancelAsync();

        Assert.Equal(InvocationOutcome.Stopped, await run.WaitAsync(Limit));
    }

    private Task<InvocationOutcome> InvokeAsync(
        string name, Func<CancellationToken, ValueTask<object?>>? read = null, CancellationToken cancellationToken = default)
    {
        using var loggers = LoggerFactory.Create(_ => { });
        var host = new HostSettings("", TimeSpan.FromMinutes(5), new BlobSettings(), new QueueSettings());
        var invoker = new FunctionInvoker(
            _services.GetRequiredService<IServiceScopeFactory>(), host, _options, _drain, new ProcessExit(loggers, _exits.Enqueue), _time, loggers);
        var function = FunctionDiscovery.Find([typeof(Functions)], new Refusals()).Single(f => f.Name == name);
        var input = new TriggerInput("a test", read ?? (_ => ValueTask.FromResult<object?>("message")), TriggerInput.NoData);
        return invoker.InvokeAsync(function, input, cancellationToken);
    }

    public sealed class Scoped : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }

    public sealed class Gate
    {
        private int _disposed;

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<Scoped> Scopes { get; } = new();

        public CancellationToken Token { get; set; }

        public int Disposed => _disposed;

        public void CountDisposal() => Interlocked.Increment(ref _disposed);
    }

    public sealed class Functions(Gate gate, Scoped scoped) : IDisposable
    {
        public void Dispose() => gate.CountDisposal();

        [Function(nameof(Scopes))]
        public void Scopes([QueueTrigger("queue")] string message)
        {
            Assert.Equal("message", message);
            gate.Scopes.Enqueue(scoped);
        }

        [Function(nameof(Throws))]
        public Task Throws([QueueTrigger("queue")] string message) => throw new InvalidOperationException(message + gate);

        [Function(nameof(ThrowsLater))]
        public async Task ThrowsLater([QueueTrigger("queue")] string message)
        {
            await Task.Yield();
            throw new InvalidOperationException(message + gate);
        }

        [Function(nameof(Waits))]
        public async Task Waits([QueueTrigger("queue")] string message, CancellationToken cancellationToken)
        {
            gate.Token = cancellationToken;
            gate.Entered.SetResult();
            await gate.Open.Task.WaitAsync(cancellationToken);
            _ = message;
        }

        [Function(nameof(IgnoresItsToken))]
        public async Task IgnoresItsToken([QueueTrigger("queue")] string message)
        {
            gate.Entered.SetResult();
            await gate.Open.Task;
            _ = message;
        }

        [Function(nameof(BlocksItsThread))]
        public void BlocksItsThread([QueueTrigger("queue")] string message)
        {
            gate.Entered.SetResult();
            ((IAsyncResult)gate.Open.Task).AsyncWaitHandle.WaitOne();
            _ = message;
        }
    }
}
