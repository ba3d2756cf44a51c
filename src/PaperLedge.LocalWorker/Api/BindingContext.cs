namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger tells beside its value: the parts of a blob's path or of a request's route.</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
