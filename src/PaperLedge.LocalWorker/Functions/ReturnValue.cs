using System.Reflection;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>What a function's method gives back: nothing, a value, or a task of one.</summary>
internal sealed class ReturnValue(Type declared)
{
    private readonly PropertyInfo? _result = declared != typeof(void) && typeof(Task).IsAssignableFrom(declared) && Of(declared) is not null
        ? declared.GetProperty("Result")
        : null;

    /// <summary>The type of the awaited value; null for none.</summary>
    public static Type? Of(Type declared) =>
        declared == typeof(void) || declared == typeof(Task) ? null
        : declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(Task<>) ? declared.GetGenericArguments()[0]
        : declared;

    public async Task<object?> AwaitAsync(object? returned)
    {
        if (returned is not Task task)
        {
            return returned;
        }

        // Awaited first, so that reading the result neither waits nor wraps an exception.
        await task;
        return _result?.GetValue(task);
    }

    public static async ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (instance is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }
}
