namespace PaperLedge.LocalWorker.Functions;

/// <summary>The types whose methods are looked through for functions; without one it is the entry assembly's.</summary>
internal sealed record FunctionSource(IReadOnlyList<Type> Types);
