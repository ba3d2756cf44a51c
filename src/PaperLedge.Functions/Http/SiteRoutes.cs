using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace PaperLedge.Functions.Http;

/// <summary>Finds out which methods an address has, from the routes of the functions.</summary>
public sealed class SiteRoutes(EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    /// <returns>Such as GET and HEAD; empty if no function with methods of its own has this address.</returns>
    public IReadOnlyList<string> MethodsOf(HttpContext context) =>
        [
            .. endpoints.Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => Matches(endpoint.RoutePattern, context))
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => method.ToUpperInvariant())
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private bool Matches(RoutePattern pattern, HttpContext context)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults))
            .TryMatch(context.Request.Path, values)
            && pattern.Parameters.All(parameter => parameter.ParameterPolicies
                .Select(policy => policies.Create(parameter, policy))
                .OfType<IRouteConstraint>()
                .All(limit => limit.Match(context, route: null, parameter.Name, values, RouteDirection.IncomingRequest)));
    }
}
