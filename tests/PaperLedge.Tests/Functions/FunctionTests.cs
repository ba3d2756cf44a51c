using System.Reflection;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaperLedge.Functions;
using PaperLedge.Functions.Functions;

namespace PaperLedge.Tests.Functions;

/// <summary>Rules for every function.</summary>
public class FunctionTests
{
    public static TheoryData<string> Names => [.. Functions.Select(function => function.Name)];

    private static IEnumerable<(string Name, MethodInfo Method)> Functions =>
        from type in typeof(BackgroundFunctions).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select (function.Name, method);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_has_a_name_of_its_own_and_takes_a_cancellation_token(string name)
    {
        var method = Functions.Single(function => function.Name == name).Method;

        Assert.EndsWith("Functions", method.DeclaringType!.Name, StringComparison.Ordinal);
        Assert.Contains(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));
    }

    /// <summary>The host takes the first function that matches, by name.</summary>
    [Fact]
    public void The_function_for_all_other_addresses_is_asked_last()
    {
        var last = Functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Last();

        Assert.Equal("UnknownAddress", last.Name);
        Assert.Equal("{*path}", Assert.Single(Functions.Select(RouteOf), route => route?.Contains('*', StringComparison.Ordinal) == true));
    }

    [Fact]
    public void No_address_belongs_to_two_functions()
    {
        var routes = Functions
            .Select(RouteOf)
            .OfType<string>()
            .Where(route => !route.Contains('*', StringComparison.Ordinal))
            .Select(TemplateParser.Parse)
            .ToList();

        Assert.InRange(routes.Count, 10, 100);
        foreach (var route in routes)
        {
            var address = "/" + string.Join('/', route.Segments.Select(
                segment => string.Concat(segment.Parts.Select(part => part.Text ?? (part.IsOptional ? "" : "x1")))));
            var takers = routes.Where(
                other => new TemplateMatcher(other, []).TryMatch(address, []) && (address == "/" || other.TemplateText![0] != '{'));
            Assert.Equal([route], takers);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_composition_can_make_every_function_class(string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["PublicBaseUrl"] = "http://localhost:7071",
        });
        // As the worker does.
        builder.Services.AddRouting();
        builder.AddPaperLedge();
        var type = Functions.Single(function => function.Name == name).Method.DeclaringType!;
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();

        Assert.IsType(type, ActivatorUtilities.CreateInstance(scope.ServiceProvider, type));
    }

    private static string? RouteOf((string Name, MethodInfo Method) function) => function.Method.GetParameters()
        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
        .FirstOrDefault(trigger => trigger is not null)?.Route;
}
