using Microsoft.Azure.Functions.Worker;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>The parameters beside the trigger: the invocation's token and context, and strings by their names.</summary>
internal static class ParameterBinding
{
    public static bool IsOfTheInvocation(Type type) => type == typeof(CancellationToken) || type == typeof(FunctionContext);

    /// <param name="names">What the trigger's pattern or route offers, compared without case.</param>
    /// <param name="source">How an error calls it, such as <c>route 'episodes/{slug}'</c>.</param>
    public static void Check(FunctionMethod function, IReadOnlyCollection<string> names, string source, Refusals refusals)
    {
        foreach (var parameter in function.NamedParameters)
        {
            if (parameter.ParameterType != typeof(string))
            {
                refusals.Add(function.Name, parameter, "only string, CancellationToken and FunctionContext can stand beside the trigger.");
            }
            else if (!names.Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase))
            {
                refusals.Add(function.Name, parameter, $"the {source} has no {{{parameter.Name}}} to bind it from.");
            }
        }
    }

    public static object?[] Arguments(FunctionMethod function, object? triggerValue, FunctionContext context)
    {
        var arguments = new object?[function.Parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = function.Parameters[i];
            arguments[i] = parameter == function.TriggerParameter ? triggerValue
                : parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
                : parameter.ParameterType == typeof(FunctionContext) ? context
                : context.BindingContext.BindingData.GetValueOrDefault(parameter.Name!);
        }

        return arguments;
    }
}
