using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.DevHost;

/// <summary>The folder that the tests start is the build that they are part of.</summary>
public sealed class PublishedAppTests
{
    [Fact]
    public void The_published_assemblies_are_those_that_were_built()
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(Repository.DevHost)!);
        var built = Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, "artifacts", "bin", "PaperLedge.Functions"), $"{configuration}*")
            .Single(folder => File.Exists(Path.Combine(folder, "PaperLedge.Functions.dll")));
        var names = Directory.EnumerateFiles(Repository.FunctionApp, "*.dll").Select(Path.GetFileName).ToList();

        Assert.Contains("PaperLedge.Functions.dll", names);
        Assert.All(names, name => Assert.Equal(BuildOf(Path.Combine(built, name!)), BuildOf(Path.Combine(Repository.FunctionApp, name!))));
    }

    /// <summary>The compiler's mark of a build, which ahead-of-time compilation for publication keeps.</summary>
    private static Guid BuildOf(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        var metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    /// <summary>Azure's host loads the extensions that are published with the app; the development host brings its own.</summary>
    [Theory]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.Storage.Blobs")]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.Storage.Queues")]
    public void The_development_host_has_the_listeners_that_are_deployed(string extension)
    {
        var published = Path.Combine(Repository.FunctionApp, ".azurefunctions", $"{extension}.dll");
        var own = Path.Combine(Path.GetDirectoryName(Repository.DevHost)!, $"{extension}.dll");

        Assert.Equal(AssemblyName.GetAssemblyName(published).Version, AssemblyName.GetAssemblyName(own).Version);
    }
}
