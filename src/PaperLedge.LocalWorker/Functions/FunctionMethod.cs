using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>A method with <c>[Function]</c>, its trigger and the parameters beside it.</summary>
internal sealed record FunctionMethod(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TriggerBindingAttribute Trigger)
{
    /// <summary>Looked up once: each invocation asks for them.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; } = Method.GetParameters();

    public MethodInvoker Invoker { get; } = MethodInvoker.Create(Method);

    public ReturnValue Return { get; } = new(Method.ReturnType);

    /// <summary>Makes an instance of the function's class, whose parameters come from the services; null for a static method.</summary>
    public ObjectFactory? CreateInstance { get; } =
        Method.IsStatic || Method.DeclaringType!.IsAbstract ? null : ActivatorUtilities.CreateFactory(Method.DeclaringType, Type.EmptyTypes);

    /// <summary>The host's id of a function, which receipts, schedules and poison messages carry.</summary>
    public string Id => $"Host.Functions.{Name}";

    public string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    /// <summary>The parameters that are bound by their names from the trigger's data.</summary>
    public IEnumerable<ParameterInfo> NamedParameters =>
        Parameters.Where(p => p != TriggerParameter && !ParameterBinding.IsOfTheInvocation(p.ParameterType));
}
