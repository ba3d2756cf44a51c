using Microsoft.AspNetCore.Routing.Patterns;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Http;

/// <summary>The host's rules for routes: a prefix for all, an empty route is the function's name, some names are the host's own.</summary>
internal static class RouteTemplate
{
    /// <summary>The host keeps every route that begins so, even <c>administration</c>.</summary>
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <exception cref="RefusedException">The host would not serve the route.</exception>
    public static RoutePattern Parse(string function, string? route, string prefix)
    {
        var own = string.IsNullOrEmpty(route) ? function : route;
        if (own.Trim('/').Length == 0)
        {
            throw new RefusedException($"Function '{function}': the host does not serve the route '{own}'; for the site's root write '{{ignored:maxlength(0)?}}'.");
        }

        if (Array.Exists(Reserved, r => own.Trim('/').StartsWith(r, StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedException($"Function '{function}': the route '{own}' begins with a word that the host keeps for itself ('admin', 'runtime').");
        }

        try
        {
            return RoutePatternFactory.Parse($"{prefix}/{own}");
        }
        catch (RoutePatternException malformed)
        {
            throw new RefusedException($"Function '{function}': the route '{own}' is malformed. {malformed.Message}");
        }
    }

    /// <summary>What two routes have in common that match the same paths: the names of their parameters aside.</summary>
    public static string Shape(RoutePattern route) =>
        string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Shape)))).ToLowerInvariant();

    /// <exception cref="RefusedException">Two functions answer the same requests.</exception>
    public static void CheckDistinct(IReadOnlyList<HttpFunction> functions)
    {
        var problems = new List<string>();
        foreach (var (index, function) in functions.Index())
        {
            var same = functions.Take(index).FirstOrDefault(other => Shape(other.Route) == Shape(function.Route) && ShareMethod(other, function));
            if (same is not null)
            {
                problems.Add($"Function '{function.Function.Name}': its route and methods, {function.Description}, are those of function '{same.Function.Name}' too.");
            }
        }

        if (problems.Count > 0)
        {
            throw new RefusedException(problems);
        }
    }

    private static bool ShareMethod(HttpFunction a, HttpFunction b) =>
        a.Methods.Count == 0 || b.Methods.Count == 0 || a.Methods.Intersect(b.Methods).Any();

    private static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(p => $":{p.Content}"))}{(parameter.IsOptional ? "?" : "")}}}",
        _ => part.ToString() ?? "",
    };
}
