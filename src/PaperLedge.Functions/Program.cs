using PaperLedge.Functions;
using PaperLedge.Functions.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.UseMiddleware<InvocationIdGuard>();
builder.UseMiddleware<OutsideLogRelay>();
builder.UseMiddleware<SentResponse>();
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<ResponseMetrics>();
builder.UseMiddleware<CommonHeaders>();
builder.UseMiddleware<FailureAnswer>();
builder.UseMiddleware<StorageGate>();
builder.AddPaperLedge();
await builder.Build().RunAsync();
