using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;

namespace PaperLedge.LocalWorker.Http;

/// <summary>A function with an HTTP trigger.</summary>
/// <param name="Methods">In upper case; empty for all.</param>
internal sealed record HttpFunction(FunctionMethod Function, RoutePattern Route, IReadOnlyList<string> Methods, bool WantsKey)
{
    public string Description =>
        $"[{(Methods.Count == 0 ? "any method" : string.Join(",", Methods))}] /{Route.RawText!.TrimStart('/')}{(WantsKey ? " (function key)" : "")}";

    /// <exception cref="RefusedException">The route is malformed or names a missing setting.</exception>
    public static HttpFunction Create(
        FunctionMethod function, HttpTriggerAttribute trigger, string routePrefix, TriggerSurroundings surroundings, Refusals refusals)
    {
        if (function.TriggerParameter.ParameterType != typeof(HttpRequest))
        {
            refusals.Add(function.Name, function.TriggerParameter, "[HttpTrigger] gives Microsoft.AspNetCore.Http.HttpRequest.");
        }

        var returned = ReturnValue.Of(function.Method.ReturnType);
        if (returned is null || !(typeof(IActionResult).IsAssignableFrom(returned) || typeof(IResult).IsAssignableFrom(returned)))
        {
            refusals.Add(function.Name, $"an HTTP function returns IActionResult or IResult, or a Task of one, not {Refusals.TypeName(function.Method.ReturnType)}.");
        }

        if (trigger.AuthLevel is not (AuthorizationLevel.Anonymous or AuthorizationLevel.Function))
        {
            refusals.Add(function.Name, function.TriggerParameter, $"the authorization level {trigger.AuthLevel} is not supported here; Anonymous and Function are.");
        }

        var route = RouteTemplate.Parse(function.Name, trigger.Route is null ? null : surroundings.Resolve(trigger.Route, function), routePrefix);
        ParameterBinding.Check(function, [.. route.Parameters.Select(p => p.Name)], $"route '{route.RawText}'", refusals);
        return new HttpFunction(
            function, route, [.. (trigger.Methods ?? []).Select(m => m.ToUpperInvariant()).Distinct()], trigger.AuthLevel == AuthorizationLevel.Function);
    }
}
