using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>
/// Runs functions: a new instance of the class in a scope of its own, a token that ends with the function timeout or with the worker,
/// and a log of start, duration and failure.
/// </summary>
internal sealed class FunctionInvoker(
    IServiceScopeFactory scopes,
    HostSettings host,
    LocalWorkerOptions options,
    Drain drain,
    ProcessExit exit,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <param name="services">The scope to run in, such as a request's; null makes one.</param>
    /// <param name="useResult">Uses what the function returned while the invocation still lasts; its failure is the invocation's.</param>
    public async Task<InvocationOutcome> InvokeAsync(
        FunctionMethod function,
        TriggerInput input,
        CancellationToken cancellationToken,
        IServiceProvider? services = null,
        Func<object?, Task>? useResult = null)
    {
        var logger = loggers.CreateLogger($"Function.{function.Name}");
        var timeoutAfter = host.FunctionTimeout;
        using var timeout = new CancellationTokenSource(timeoutAfter, time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, drain.Token);
        await using var scope = services is null ? scopes.CreateAsyncScope() : default(AsyncServiceScope?);
        var context = new LocalFunctionContext(function, input.BindingData, services ?? scope!.Value.ServiceProvider, token.Token);
        using var logScope = InvocationLog.Scope(logger, function.Name, context.InvocationId);
        logger.Executing(function.Name, input.Reason, context.InvocationId);
        var start = time.GetTimestamp();

        // A function that blocks its thread must not block the poller, nor escape the timeout.
        var run = Task.Run(() => RunAsync(function, input, context, useResult), CancellationToken.None);
        try
        {
            await run.WaitAsync(timeoutAfter == Timeout.InfiniteTimeSpan ? timeoutAfter : timeoutAfter + options.TimeoutGracePeriod, time, CancellationToken.None);
            logger.Executed(function.Name, (long)time.GetElapsedTime(start).TotalMilliseconds, input.Reason, context.InvocationId);
            return InvocationOutcome.Succeeded;
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            // In Azure too a timeout ends the whole process and every invocation in it.
            logger.Overran(function.Name, timeoutAfter, options.TimeoutGracePeriod, context.InvocationId);
            exit.Now(ProcessExit.FunctionTimeout);
            return InvocationOutcome.Failed;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            logger.TimedOut(function.Name, timeoutAfter, context.InvocationId);
            return InvocationOutcome.Failed;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            logger.Stopped(function.Name, (long)time.GetElapsedTime(start).TotalMilliseconds, context.InvocationId);
            return InvocationOutcome.Stopped;
        }
        catch (Exception failure)
        {
            logger.Failed(failure, function.Name, (long)time.GetElapsedTime(start).TotalMilliseconds, input.Reason, context.InvocationId);
            return InvocationOutcome.Failed;
        }
    }

    private static async Task RunAsync(FunctionMethod function, TriggerInput input, LocalFunctionContext context, Func<object?, Task>? useResult)
    {
        var value = await input.ReadValue(context.CancellationToken);
        await using var stream = value as Stream;
        var instance = function.CreateInstance?.Invoke(context.InstanceServices, []);
        try
        {
            var arguments = ParameterBinding.Arguments(function, value, context);
            var result = await function.Return.AwaitAsync(function.Invoker.Invoke(instance, arguments));
            if (useResult is not null)
            {
                await useResult(result);
            }
        }
        finally
        {
            await ReturnValue.DisposeAsync(instance);
        }
    }
}
