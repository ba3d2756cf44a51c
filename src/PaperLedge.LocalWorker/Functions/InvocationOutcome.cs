namespace PaperLedge.LocalWorker.Functions;

/// <summary>How an invocation ended.</summary>
internal enum InvocationOutcome
{
    Succeeded,

    /// <summary>It threw, or overran the function timeout: a queue's message is tried again.</summary>
    Failed,

    /// <summary>It gave up because the worker stops or its caller left: no fault of the function.</summary>
    Stopped,
}
