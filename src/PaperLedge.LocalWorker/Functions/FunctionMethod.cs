using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>A method with <c>[Function]</c>, its trigger and the parameters beside it.</summary>
internal sealed record FunctionMethod(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TriggerBindingAttribute Trigger)
{
    /// <summary>The host's id of a function, which receipts, schedules and poison messages carry.</summary>
    public string Id => $"Host.Functions.{Name}";

    public string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    /// <summary>The parameters that are bound by their names from the trigger's data.</summary>
    public IEnumerable<ParameterInfo> NamedParameters =>
        Method.GetParameters().Where(p => p != TriggerParameter && !ParameterBinding.IsOfTheInvocation(p.ParameterType));
}
