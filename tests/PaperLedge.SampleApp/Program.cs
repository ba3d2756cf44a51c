using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

if (Environment.GetEnvironmentVariable("FailAtStart") is { } reason)
{
    throw new InvalidOperationException(reason);
}

if (Environment.GetEnvironmentVariable("HangAtStart") is { } words)
{
    Console.WriteLine(words);
    await Task.Delay(Timeout.InfiniteTimeSpan);
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
await builder.Build().RunAsync();
