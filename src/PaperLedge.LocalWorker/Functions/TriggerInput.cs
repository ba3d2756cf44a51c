namespace PaperLedge.LocalWorker.Functions;

/// <summary>What set a function off.</summary>
/// <param name="Reason">For the log, such as <c>message 12 of queue 'transcribe'</c>.</param>
/// <param name="ReadValue">Makes the trigger parameter's value; its failure is the invocation's.</param>
/// <param name="BindingData">Parts of path or route, by names compared without case.</param>
internal sealed record TriggerInput(
    string Reason,
    Func<CancellationToken, ValueTask<object?>> ReadValue,
    IReadOnlyDictionary<string, object?> BindingData)
{
    public static IReadOnlyDictionary<string, object?> NoData { get; } = new Dictionary<string, object?>();
}
