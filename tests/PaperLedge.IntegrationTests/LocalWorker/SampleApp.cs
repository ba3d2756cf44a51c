using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace PaperLedge.IntegrationTests.LocalWorker;

/// <summary>
/// A function app that knows nothing of podcasts, started by tests as a process of its own so that it can be killed. What its functions
/// do they tell on standard output, in lines that begin with <see cref="Mark"/>.
/// </summary>
internal static class SampleApp
{
    public const string Mark = "=> ";

    public static async Task Main(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        await builder.Build().RunAsync();
    }

    public static void Tell(string line) => Console.WriteLine(Mark + line);
}
