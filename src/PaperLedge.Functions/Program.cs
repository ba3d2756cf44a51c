using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using PaperLedge.Functions;
using PaperLedge.Functions.Diagnostics;
using PaperLedge.Functions.Web;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<InvocationIdGuard>();
builder.UseMiddleware<OutsideLogRelay>();
builder.UseMiddleware<SentResponse>();
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<StorageGate>();
builder.AddPaperLedge();
await builder.Build().RunAsync();
