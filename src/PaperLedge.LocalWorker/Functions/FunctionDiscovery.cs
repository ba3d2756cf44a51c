using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>Finds the functions among types, and refuses what no trigger could run.</summary>
internal static partial class FunctionDiscovery
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<FunctionMethod> Find(IEnumerable<Type> types, Refusals refusals)
    {
        var functions = new List<FunctionMethod>();
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(t => t.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var where = $"{method.DeclaringType!.Name}.{method.Name}";
            if (!ValidName().IsMatch(attribute.Name))
            {
                refusals.Add(attribute.Name, $"the name (on {where}) must be a letter followed by at most 127 letters, digits, '_' or '-'.");
            }
            else if (!taken.TryAdd(attribute.Name, where))
            {
                refusals.Add(attribute.Name, $"the name is used by {taken[attribute.Name]} and by {where}; give one of them another.");
            }
            else if (Read(attribute.Name, method, refusals) is { } function)
            {
                functions.Add(function);
            }
        }

        return functions;
    }

    private static FunctionMethod? Read(string name, MethodInfo method, Refusals refusals)
    {
        if (!method.IsPublic || method.IsGenericMethod || method.DeclaringType is { IsAbstract: true, IsSealed: false } or { ContainsGenericParameters: true })
        {
            refusals.Add(name, "a function must be a public, non-generic method of a class that can be created.");
            return null;
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            refusals.Add(name, "'async void' cannot be awaited; return Task.");
            return null;
        }

        var bound = method.GetParameters().Where(p => p.GetCustomAttribute<BindingAttribute>() is not null).ToList();
        var other = bound.Find(p => p.GetCustomAttribute<BindingAttribute>() is not TriggerBindingAttribute);
        if (other is not null)
        {
            refusals.Add(name, other, $"[{other.GetCustomAttribute<BindingAttribute>()!.GetType().Name}] is not supported; use the service's client.");
            return null;
        }

        if (bound.Count != 1)
        {
            refusals.Add(name, bound.Count == 0 ? "no parameter carries a trigger's attribute." : "more than one parameter carries a trigger's attribute.");
            return null;
        }

        return new FunctionMethod(name, method, bound[0], bound[0].GetCustomAttribute<TriggerBindingAttribute>()!);
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,127}\z")]
    private static partial Regex ValidName();
}
