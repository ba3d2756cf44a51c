using System.Reflection;

namespace PaperLedge.Tests.Architecture;

/// <summary>Dependencies point one way; what compiles may still be refused here.</summary>
public sealed class ReferenceTests
{
    /// <summary>Each assembly with those of this solution that it may know.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["PaperLedge.Core"] = [],
        ["PaperLedge.Speech"] = ["PaperLedge.Core"],
        ["PaperLedge.Storage"] = ["PaperLedge.Core"],
        ["PaperLedge.DevHost"] = [],
        ["PaperLedge.Cli"] = ["PaperLedge.Core", "PaperLedge.Speech", "PaperLedge.Storage", "PaperLedge.DevHost"],
        ["PaperLedge.Functions"] = ["PaperLedge.Core", "PaperLedge.Speech", "PaperLedge.Storage"],
    };

    /// <summary>Heavy dependencies, each with the assemblies that exist to fence it off.</summary>
    private static readonly Dictionary<string, string[]> s_fenced = new()
    {
        ["Azure."] = ["PaperLedge.Storage", "PaperLedge.Functions", "PaperLedge.Cli", "PaperLedge.DevHost"],
        ["Microsoft.Azure.Functions.Worker"] = ["PaperLedge.Functions"],
        ["OpenTelemetry"] = ["PaperLedge.Functions"],
        ["Azure.Monitor"] = ["PaperLedge.Functions"],
        ["Microsoft.ML.OnnxRuntime"] = ["PaperLedge.Speech"],
        ["Microsoft.Azure.WebJobs"] = ["PaperLedge.DevHost"],
        ["Grpc."] = ["PaperLedge.DevHost"],
        ["Yarp."] = ["PaperLedge.DevHost"],
        ["NCrontab"] = ["PaperLedge.DevHost"],
        ["Google.Protobuf"] = ["PaperLedge.Speech", "PaperLedge.DevHost"],
        ["CliWrap"] = ["PaperLedge.Speech", "PaperLedge.Cli"],
        ["Whisper.net"] = ["PaperLedge.Speech"],
        ["Markdig"] = ["PaperLedge.Core"],
        ["HtmlSanitizer"] = ["PaperLedge.Core"],
        ["ICU4N"] = ["PaperLedge.Core"],
        ["Spectre.Console"] = ["PaperLedge.Cli"],
        ["System.CommandLine"] = ["PaperLedge.Cli"],
    };

    public static TheoryData<string> Assemblies => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_references_only_those_that_it_may_know(string name) =>
        Assert.Empty(
            References(name).Where(reference => reference.StartsWith("PaperLedge.", StringComparison.Ordinal)).Except(s_allowed[name]));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_heavy_dependency_stays_behind_its_fence(string name)
    {
        var strangers = References(name).Where(reference => s_fenced.Any(fence =>
            reference.StartsWith(fence.Key, StringComparison.Ordinal) && !fence.Value.Contains(name)));

        Assert.Empty(strangers);
    }

    /// <summary>Guards the rules themselves: an assembly that nobody listed has none.</summary>
    [Fact]
    public void Every_assembly_of_the_app_is_under_a_rule()
    {
        var built = Directory.GetFiles(AppContext.BaseDirectory, "PaperLedge.*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name != "PaperLedge.Tests");

        Assert.Equal(s_allowed.Keys.Order(), built.Order());
    }

    [Fact]
    public void Core_does_no_input_or_output()
    {
        var banned = new[] { "System.Net.Http", "System.Net.Sockets", "System.Diagnostics.Process", "Microsoft.AspNetCore.Server.Kestrel" };

        Assert.DoesNotContain(
            References("PaperLedge.Core"), reference => banned.Any(name => reference.StartsWith(name, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!);
}
