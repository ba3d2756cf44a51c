using System.Reflection;
using PaperLedge.Cli;

namespace PaperLedge.EndToEndTests.DevHost;

public sealed class VersionTests
{
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
